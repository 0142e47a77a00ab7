"""A canvas whose pages say what each thing on them is: tagged PDF, ISO 32000-1 section 14.8."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, BinaryIO

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from typing_extensions import override

_ON_PAGE = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


class Node:
    """A thing in reading order: a heading, a paragraph, a cell, a figure, with what it holds.

    `alt` describes what is drawn; `spoken` says its text in the order in which it is read, where
    that is not the order in which it is drawn. A node that draws nothing leaves no trace.
    """

    __slots__ = ("alt", "children", "marks", "spoken", "tag")

    def __init__(self, tag: str, alt: str = "") -> None:
        self.tag = tag
        self.alt = alt
        self.spoken = ""
        self.children: list[Node] = []
        self.marks: list[tuple[int, int]] = []

    def child(self, tag: str, alt: str = "") -> "Node":
        """Add a node below this one, after those that are there."""
        node = Node(tag, alt)
        self.children.append(node)
        return node

    def is_drawn(self) -> bool:
        """Tell whether anything of it stands on a page."""
        return bool(self.marks) or any(child.is_drawn() for child in self.children)


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """Draw pages whose content is tied to a tree of nodes, everything else marked as furniture."""

    def __init__(self, stream: BinaryIO, size: tuple[float, float], **kwargs: Any) -> None:
        super().__init__(stream, pagesize=size, invariant=1, pageCompression=1, **kwargs)
        self._marked: list[list[Node]] = [[]]

    @contextmanager
    def marked(self, node: Node | None) -> Generator[None]:
        """Tie what is drawn meanwhile to `node`; None makes it furniture."""
        if node is None:
            self._code.append("/Artifact BMC")
        else:
            page = self._marked[-1]
            node.marks.append((len(self._marked) - 1, len(page)))
            self._code.append(f"/{node.tag} <</MCID {len(page)}>> BDC")
            page.append(node)
        yield
        self._code.append("EMC")

    @contextmanager
    def unread(self) -> Generator[None]:
        """Have nothing read aloud, found or copied of the text that is drawn meanwhile."""
        self._code.append("/Span <</ActualText <FEFF>>> BDC")
        yield
        self._code.append("EMC")

    def stroke(self, x: float, y: float, width: float, colour: Color) -> None:
        """Draw a thin level line."""
        self.setStrokeColor(colour)
        self.setLineWidth(0.75)
        self.line(x, y, x + width, y)

    def link(self, address: str, box: tuple[float, float, float, float]) -> None:
        """Make a box of the page lead to an address of the web or of mail."""
        self.linkURL(address, box, Contents=pdfdoc.PDFString(address))

    @override
    def showPage(self) -> None:
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = _ON_PAGE
        page.StructParents = len(self._marked) - 1
        page.Tabs = pdfdoc.PDFName("S")
        self._marked.append([])

    def tie(self, document: Node) -> None:
        """Write the tree into the document; call it once, after the last page."""
        pages = self._doc.Pages.pages
        root = _kept({"Type": pdfdoc.PDFName("StructTreeRoot")})
        reference = self._doc.Reference(root)
        written: dict[int, Any] = {}
        root.dict["K"] = self._write(document, reference, pages, written)
        numbers: list[Any] = []
        for index, nodes in enumerate(self._marked[: len(pages)]):
            numbers += [index, pdfdoc.PDFArray([written[id(node)] for node in nodes])]
        root.dict["ParentTree"] = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
        root.dict["ParentTreeNextKey"] = len(pages)
        self._doc.Catalog.StructTreeRoot = root
        self._doc.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})

    def _write(self, node: Node, parent: Any, pages: list[Any], written: dict[int, Any]) -> Any:
        element = _kept(
            {"Type": pdfdoc.PDFName("StructElem"), "S": pdfdoc.PDFName(node.tag), "P": parent}
        )
        reference = written[id(node)] = self._doc.Reference(element)
        if node.alt:
            element.dict["Alt"] = pdfdoc.PDFString(node.alt)
        if node.spoken:
            element.dict["ActualText"] = pdfdoc.PDFString(node.spoken)
        if node.tag == "TH":
            element.dict["A"] = pdfdoc.PDFDictionary(
                {"O": pdfdoc.PDFName("Table"), "Scope": pdfdoc.PDFName("Column")}
            )
        kids = self._contents(node, element, pages)
        kids += [
            self._write(child, reference, pages, written)
            for child in node.children
            if child.is_drawn()
        ]
        element.dict["K"] = pdfdoc.PDFArray(kids)
        return reference

    def _contents(self, node: Node, element: Any, pages: list[Any]) -> list[Any]:
        if not node.marks:
            return []
        home = node.marks[0][0]
        element.dict["Pg"] = self._doc.Reference(pages[home])
        return [
            number if page == home else self._elsewhere(pages[page], number)
            for page, number in node.marks
        ]

    def _elsewhere(self, page: Any, number: int) -> Any:
        reference = self._doc.Reference(page)
        return pdfdoc.PDFDictionary(
            {"Type": pdfdoc.PDFName("MCR"), "Pg": reference, "MCID": number}
        )


def _kept(entries: dict[str, Any]) -> Any:
    dictionary = pdfdoc.PDFDictionary(entries)
    dictionary.__RefOnly__ = 1
    return dictionary
