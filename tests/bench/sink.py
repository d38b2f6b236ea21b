"""A push service that only counts: it takes every message and looks at none, so that what sends has the machine for
itself. Prints its port; GET tells how many came and when the last one did, in seconds since 1970."""

import asyncio
import sys
import time
from typing import cast

import uvloop

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "
TAKEN = b"HTTP/1.1 201 Created\r\nlocation: /message\r\ncontent-length: 0\r\n\r\n"


class Sink(asyncio.Protocol):
    taken = 0
    last_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._unread = b""

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while (end := self._unread.find(END_OF_HEAD)) >= 0:
            head = self._unread[:end].lower()
            whole = end + len(END_OF_HEAD) + int(head.partition(LENGTH)[2].partition(b"\r\n")[0] or 0)
            if len(self._unread) < whole:
                return
            self._unread = self._unread[whole:]
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        if head.startswith(b"post"):
            Sink.taken += 1
            Sink.last_at = time.time()
            self._transport.write(TAKEN)
        else:
            said = f"{Sink.taken} {Sink.last_at}".encode()
            self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(said), said))


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
