#!/usr/bin/env python3
"""Writes the small databases in MaxMind's format that tests ask for places and networks of addresses.

python3 make_databases.py FOLDER; the format is https://maxmind.github.io/MaxMind-DB/. All places and networks are made up
or belong to documentation addresses.
"""
import ipaddress
import struct
import sys

CITY = {
    "198.51.100.0/24": {
        "country": {"iso_code": "NL", "names": {"en": "Netherlands", "de": "Niederlande"}},
        "subdivisions": [{"iso_code": "NH", "names": {"en": "North Holland"}}],
        "city": {"names": {"en": "Amsterdam"}},
        "location": {"latitude": 52.3759, "longitude": 4.8975},
    },
    "203.0.113.0/25": {"country": {"iso_code": "CL", "names": {"en": "Chile"}}, "location": {"latitude": -33.0, "longitude": -71.0}},
    "203.0.113.128/25": {"traits": {"is_anonymous": 1}},
    "2001:db8::/33": {"country": {"iso_code": "JP", "names": {"en": "Japan"}}, "city": {"names": {"en": "Ōsaka"}}},
}
NETWORK = {
    "198.51.100.0/24": {"autonomous_system_number": 64500, "autonomous_system_organization": "Example \"Hosting\" B.V."},
    "203.0.113.0/24": {"autonomous_system_number": 4200000000},
}


class Typed:
    """A whole number of a type that readers insist on: (5, 2) is 16 bits, (6, 4) 32 bits, (9, 8) 64 bits."""

    def __init__(self, number, kind, size):
        self.number, self.kind, self.bytes = number, kind, size


def sized(kind, size):
    head = []
    first = kind << 5 if kind <= 7 else 0
    if size < 29:
        head.append(first | size)
        extra = b""
    else:
        assert size < 29 + 256
        head.append(first | 29)
        extra = bytes([size - 29])
    return bytes(head) + (bytes([kind - 7]) if kind > 7 else b"") + extra


def encoded(value):
    if isinstance(value, str):
        data = value.encode()
        return sized(2, len(data)) + data
    if isinstance(value, float):
        return sized(3, 8) + struct.pack(">d", value)
    if isinstance(value, Typed):
        data = value.number.to_bytes(value.bytes, "big")
        return sized(value.kind, len(data)) + data
    if isinstance(value, int):
        data = value.to_bytes((value.bit_length() + 7) // 8, "big")
        return sized(6 if value < 2**32 else 9, len(data)) + data
    if isinstance(value, list):
        return sized(11, len(value)) + b"".join(encoded(item) for item in value)
    return sized(7, len(value)) + b"".join(encoded(name) + encoded(item) for name, item in value.items())


def database(kind, networks):
    data, nodes = b"", [[None, None]]
    for text, record in networks.items():
        network = ipaddress.ip_network(text)
        bits = network.prefixlen + (96 if network.version == 4 else 0)
        address = int(network.network_address)
        at = 0
        for depth in range(bits):
            side = address >> (127 - depth) & 1
            if depth == bits - 1:
                nodes[at][side] = ("data", len(data))
            else:
                if nodes[at][side] is None:
                    nodes.append([None, None])
                    nodes[at][side] = len(nodes) - 1
                at = nodes[at][side]
        data += encoded(record)
    count = len(nodes)

    def number(side):
        if side is None:
            return count
        return count + 16 + side[1] if isinstance(side, tuple) else side

    tree = b"".join(number(side).to_bytes(3, "big") for node in nodes for side in node)
    metadata = {
        "binary_format_major_version": Typed(2, 5, 2),
        "binary_format_minor_version": Typed(0, 5, 2),
        "build_epoch": Typed(1767225600, 9, 8),
        "database_type": kind,
        "description": {"en": "test data"},
        "ip_version": Typed(6, 5, 2),
        "languages": ["en"],
        "node_count": Typed(count, 6, 4),
        "record_size": Typed(24, 5, 2),
    }
    return tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + encoded(metadata)


for name, kind, networks in (
    ("GeoLite2-City.mmdb", "Test-City", CITY),
    ("GeoLite2-ASN.mmdb", "Test-ASN", NETWORK),
):
    with open(f"{sys.argv[1]}/{name}", "wb") as file:
        file.write(database(kind, networks))
