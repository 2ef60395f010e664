"""People, departments, places and outside firms: entering, moving, closing, erasing."""
