"""Follows the sales of a running api: pip install websockets; python sales.py [ws://localhost:8000/ws]"""

import asyncio
import json
import sys

import websockets


async def main(url: str) -> None:
    async with websockets.connect(url, max_size=None) as feed:
        async for frame in feed:
            records = json.loads(json.loads(frame))
            print(len(records), "items,", round(sum(record["sale_price"] for record in records), 2), "USD", flush=True)


asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "ws://localhost:8000/ws"))
