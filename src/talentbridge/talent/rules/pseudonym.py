"""Pseudonyms: neutral Korean words, given in the order of registration, that say nothing about a person."""

from __future__ import annotations

_WORDS = """
가온 나래 다온 라온 마루 바름 사랑채 아라 자람 차오름 해솔 가람 누리 도담 로운 모아 보람 새솔 아름 잔별
초롱 한결 그루 느티 도란 라움 무지개 벼리 샛별 아침 조약돌 참빛 하늬 고운 너울 두레 리라 물결 봄내 소담
여울 진달래 초원 푸름 한울 구름 노을 둥지 루아 미르 별하 솔잎 윤슬 즈믄 큰솔 파란 함초 그린 나루 단비
린샘 머루 바다 슬기 은하 지킴 타래 풀잎 해밀 길벗 나무 돌담 맑음 바람 시내 온새미 재빛 토담 하람 햇살
꽃담 늘봄 들샘 마중 비단 산들 이든 자운 튼튼 하나 혜윰 가림 노래 다솜 매듭 반디 새벽 온유 징검 하루
""".split()  # noqa: SIM905 - a list of a hundred short words reads better as text


def pseudonym(number: int) -> str:
    """The word of the `number`-th talent (from 1); after the last word it begins again with a 2, and so on."""
    round_, place = divmod(number - 1, len(_WORDS))
    return f"{_WORDS[place]}{round_ + 1}" if round_ else _WORDS[place]


def code(number: int) -> str:
    """``T-00001``."""
    return f"T-{number:05d}"
