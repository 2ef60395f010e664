"""The company's own small records: its reporting contact, its reviews of the rules, its inventories."""
