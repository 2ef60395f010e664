"""To what use information is put: kept secret, patented, made a standard, or public."""
