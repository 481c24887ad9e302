"""Where everything of a site stands: paths below its base, which end in "/" where they are pages."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from tosgen.model.version import Version

PAGE = "index.html"
TWIN = "index.md"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
RECORD = "index.json"
LLMS = "llms.txt"
REDIRECTS = "_redirects"
ANY = "x-default"
"""What stands for every other language."""


def tag(locale: str) -> str:
    """A locale as a language tag of BCP 47.

    >>> tag("zh_Hans")
    'zh-Hans'
    """
    return locale.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Paths are relative to `base`, an absolute URL with or without a path; "" where it is not known.

    Methods take a version and one of its locales; without a locale, or in the authoritative one, a page has the short
    path, which is also `hreflang="x-default"`.
    """

    base: str = ""

    @property
    def root(self) -> str:
        """The page that leads to all others."""
        return ""

    def text(self, version: Version, locale: str = "") -> str:
        """The text in force: `terms-of-service/DE/`, `terms-of-service/DE/fr/`."""
        return self._in(f"{version.document}/{version.market}/", version, locale)

    def alternates(self, version: Version) -> tuple[tuple[str, str], ...]:
        """(hreflang, path) of the text in force in each language, itself among them; last, the one for all others."""
        locales = dict.fromkeys([version.authoritative, *sorted(version.texts)])
        return (*((tag(locale), self.text(version, locale)) for locale in locales), (ANY, self.text(version)))

    def version(self, version: Version, locale: str = "") -> str:
        """The text of a version for good: `terms-of-service/DE/v/7/`, `terms-of-service/DE/v/7/fr/`."""
        return self._in(f"{version.document}/{version.market}/v/{version.version}/", version, locale)

    def changes(self, version: Version, locale: str = "") -> str:
        """What changed with a version: `terms-of-service/DE/v/7/changes/`, `terms-of-service/DE/v/7/changes/fr/`."""
        return self._in(f"{version.document}/{version.market}/v/{version.version}/changes/", version, locale)

    def history(self, version: Version, locale: str = "") -> str:
        """All versions; `version` is the one whose languages they are shown in: `terms-of-service/DE/history/`."""
        return self._in(f"{version.document}/{version.market}/history/", version, locale)

    def feed(self, version: Version | None = None, locale: str = "") -> str:
        """`feed.xml` for all; of a document, one in each language, beside its text."""
        return f"{self.text(version, locale) if version else self.root}{FEED}"

    def twin(self, page: str) -> str:
        """The page as Markdown: `terms-of-service/DE/index.md`."""
        return f"{page}{TWIN}"

    def file(self, path: str) -> str:
        """The file that a path is served from.

        >>> Addresses().file("terms-of-service/DE/"), Addresses().file("feed.xml")
        ('terms-of-service/DE/index.html', 'feed.xml')
        """
        return f"{path}{PAGE}" if not path or path.endswith("/") else path

    def link(self, start: str, to: str) -> str:
        """A relative link from a page to a path, as it stands in `href`.

        >>> Addresses().link("terms/DE/fr/", "terms/DE/v/7/"), Addresses().link("terms/DE/", "style.css")
        ('../v/7/', '../../style.css')
        >>> Addresses().link("terms/DE/", "terms/DE/"), Addresses().link("terms/DE/", "")
        ('./', '../../')
        """
        folder = start if not start or start.endswith("/") else start.rpartition("/")[0]
        found = posixpath.relpath(to or ".", folder or ".")
        ending = "/" if not to or to.endswith("/") else ""
        return quote(f"{found}{ending}")

    def absolute(self, path: str) -> str:
        """The whole URL of a path; ValueError if the base is not known.

        >>> Addresses("https://example.org/legal").absolute("terms/DE/")
        'https://example.org/legal/terms/DE/'
        """
        if not self.base:
            raise ValueError("the site has no base")
        return f"{self.base.rstrip('/')}/{quote(path)}"

    def _in(self, folder: str, version: Version, locale: str) -> str:
        return folder if locale in {"", version.authoritative} else f"{folder}{tag(locale)}/"
