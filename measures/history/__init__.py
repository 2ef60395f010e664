"""How the register stood on earlier days, kept once a day."""
