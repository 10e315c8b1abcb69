"""The languages of the pages. A language is added here and in the words; its direction follows."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface.

    Attributes:
        code: as in addresses and in the words.
        tag: for the ``lang`` attribute.
        direction: ``ltr`` or ``rtl``.
        complete: offered to visitors; the others wait for their words.
    """

    code: str
    tag: str
    name: str
    direction: str = "ltr"
    complete: bool = False


LANGUAGES = {
    one.code: one
    for one in (
        Language("en", "en", "English", complete=True),
        Language("zh", "zh-Hans", "简体中文", complete=True),
        Language("ar", "ar", "العربية", direction="rtl"),
        Language("ru", "ru", "Русский"),
        Language("es", "es", "Español"),
        Language("id", "id", "Bahasa Indonesia"),
        Language("vi", "vi", "Tiếng Việt"),
    )
}
OFFERED = tuple(one for one in LANGUAGES.values() if one.complete)


def language_of(request: HttpRequest) -> Language:
    """The language in the address, or the first offered one that the browser asks for."""
    first = request.path_info.lstrip("/").split("/", 1)[0]
    if first in LANGUAGES and LANGUAGES[first].complete:
        return LANGUAGES[first]
    for part in request.headers.get("Accept-Language", "").split(","):
        code = part.split(";")[0].strip().casefold().split("-")[0]
        if code in LANGUAGES and LANGUAGES[code].complete:
            return LANGUAGES[code]
    return LANGUAGES["en"]
