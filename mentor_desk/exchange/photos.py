"""Pictures of people: looked at with care, and kept small."""

import io
import warnings

SIDE = 256
MOST_PIXELS = 40_000_000
KINDS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")


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
