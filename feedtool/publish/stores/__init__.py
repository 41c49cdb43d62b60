"""Places that keep files: one module for each type of target, with what its protocol needs beside it."""
