"""What pages are made of: filters, cards, tables and charts in one look."""
