"""The page put together, served and looked over; nothing is imported here, so that the doctor starts anywhere."""
