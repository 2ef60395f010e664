"""The list of assets: filters, columns, numbers beside it, kept views, and many of it at once."""
