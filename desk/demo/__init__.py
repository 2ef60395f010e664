"""The demo company: company.json holds it, load.py brings it into an empty register.

In company.json a date is either a day of the calendar ("2024-04-01") or a number of days from the day it is loaded
(-30: thirty days earlier), so that the demo never ages. People, departments and places are named by their codes.
The company and everyone in it are invented (handbook.md 9).
"""
