"""The page put together, served and looked over.

Nothing is imported here, so that the doctor starts anywhere.
"""
