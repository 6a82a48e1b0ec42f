"""Sending and receiving: outbox, import plan, merge, receipts, roster."""
