"""The company, its people, departments and places, and the standing rights that people hold."""
