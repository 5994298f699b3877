"""Files in which people take their library with them: streams of bytes, made of items as they come."""
