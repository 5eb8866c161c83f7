"""The domain of Dualwatch: files in, figures with their reasons out."""
