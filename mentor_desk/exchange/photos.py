"""Pictures of people: looked at with care, and kept small."""

import hashlib
import io
import warnings

SIDE = 256
MOST_PIXELS = 40_000_000
KINDS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")

# A file is looked at more than once before it is taken; what was found is small to keep.
_seen: dict[bytes, bool] = {}
_MOST_SEEN = 100_000


def is_photo(content: bytes) -> bool:
    """Tell whether `small_photo` can make a picture of this; each content is tried once."""
    key = hashlib.blake2b(content, digest_size=16).digest()
    if key not in _seen:
        if len(_seen) >= _MOST_SEEN:
            _seen.clear()
        _seen[key] = small_photo(content) is not None
    return _seen[key]


def small_photo(content: bytes) -> bytes | None:
    """Return the picture as a JPEG of at most 256 by 256 pixels; None when it is no picture.

    The size is read before a pixel is decoded, so a small file cannot unfold into gigabytes;
    of a moving picture the first frame is taken, and nothing but pixels is kept.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=KINDS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                picture.draft("RGB", (SIDE, SIDE))
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    upright.thumbnail((SIDE, SIDE))
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright)
    kept = io.BytesIO()
    flat.save(kept, "JPEG", quality=85)
    return kept.getvalue()
