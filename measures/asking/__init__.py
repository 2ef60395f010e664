"""The question how assets stand: put together in SQL, asked of the register or of a few, answered with reasons."""
