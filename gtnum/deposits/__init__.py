"""Documents that come over the network: kept, queued, read by a process of its own.

    desk ──▶ shelf   library/deposits/files/<collection>/…   the files
        └──▶ queue   library/deposits/tasks/{open,closed}/…  the tasks
    steward ──starts──▶ worker ──▶ Ingestion ──▶ the next generation

Every step is a file that appears whole or not at all, so that any process may die at
any instant: what was accepted is done later, once.
"""
