"""Files that are imported: read by a process of their own, which gives their rows and their texts to the job."""
