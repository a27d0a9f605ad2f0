"""Backups of a library: made while it is served, checked, restored elsewhere.

    BACKUP/                        a folder, or the same names in a .zip or .tar file
        content/ab/abcd…           each content once, named after its SHA-256
        snapshots/0003.json        which paths of the library held which contents

What is there is not copied again, so the next backup into a folder costs what changed.
A snapshot is written last: before that, nothing in the place looks like a backup.
"""
