"""Files made from the same answers that the pages show."""
