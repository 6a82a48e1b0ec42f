"""Labels, hints and choices of a session's nodes, in its language, with their computed parts."""

from __future__ import annotations

import re
from typing import Any

from neksus_desktop.errors import FormExpressionError
from neksus_desktop.forms.collector import collector_at_rest
from neksus_desktop.forms.definition import Definition, Template
from neksus_desktop.forms.engine import Engine
from neksus_desktop.forms.instance import Node
from neksus_desktop.forms.model import Choice
from neksus_desktop.forms.refs import FormResolver
from neksus_desktop.forms.xpath.compiler import Closure, compile_ast
from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.parser import parse
from neksus_desktop.forms.xpath.values import to_nodes, to_text

MAX_CHOICES = 500_000
LONG = 200
"""From this many choices on, making them again at every answer is felt."""
LONG_TEXT = 200_000
"""From this many characters on, reading a list is felt."""
MISSING = "-"
_WHOLE_LIST = re.compile(r"\s*instance\(\s*['\"]([^'\"]+)['\"]\s*\)(?:/[\w.-]+)+\s*")
_MOST_FOUND = 8
"""Of so many questions the long filtered lists are kept as they were made last."""
_OF_LIST = re.compile(r"\s*instance\(")
"""What a filtered list begins with: its items never change, only which of them there are."""
_MEDIA = ("image", "big-image", "audio", "video")


class Labels:
    """Texts in the session's language; expressions in them are compiled once per template."""

    def __init__(self, definition: Definition, engine: Engine, language: str) -> None:
        self.definition = definition
        self.engine = engine
        self.language = language
        self.short = ""
        self.closures: dict[tuple[int, str], Closure] = {}
        self.kept: dict[tuple[int, str], tuple[Choice, ...]] = {}
        self.values: dict[tuple[int, str], frozenset[str]] = {}
        self.found: dict[tuple[str, str], tuple[list[Any], tuple[Choice, ...]]] = {}
        self.spoken: bool | None = None

    def evaluate(self, source: str, node: Node, context: Context | None = None) -> Any:
        """The value of an expression found in a label or choice list."""
        key = (node.template.index, source)
        closure = self.closures.get(key)
        if closure is None:
            closure = compile_ast(parse(source), FormResolver(self.definition, node.template))
            self.closures[key] = closure
        return closure(context if context is not None else Context(node, self.engine.world))

    def entry(self, name: str) -> dict[str, Any]:
        """All forms of one translated text, from the default language where this one has none."""
        itext = self.definition.plain["itext"]
        found: dict[str, Any] = itext.get(self.language, {}).get(name, {})
        if not found or found.get("") == MISSING:
            default: dict[str, Any] = itext.get(self.definition.plain["default"], {}).get(name, {})
            if default and default.get("", MISSING) != MISSING:
                return default
            other = next((t[name] for t in itext.values() if t.get(name, {}).get("", MISSING) != MISSING), None)
            return other if other is not None else found or default
        return found

    def itext(self, name: str, node: Node | None = None) -> str:
        """A translated text."""
        found = self.entry(name)
        text = found.get("", found.get("long", found.get("short", "")))
        return self.text(text, node if node is not None else self.engine.root)

    def text(self, text: Any, node: Node) -> str:
        """A text with its computed parts."""
        if isinstance(text, str):
            return text
        parts = []
        for part in text:
            if isinstance(part, str):
                parts.append(part)
                continue
            try:
                parts.append(to_text(self.evaluate(part[1], node)))
            except FormExpressionError:
                parts.append("…")
        return "".join(parts)

    def shown(self, label: dict[str, Any] | None, node: Node, form: str = "") -> str:  # noqa: PLR0911 - one way out per kind of label
        """A label in the session's language."""
        if label is None:
            return ""
        if "i" in label:
            found = self.entry(label["i"])
            if form:
                return self.text(found.get(form, ""), node)
            return self.text(found.get("long", found.get("", found.get("short", ""))), node)
        if form:
            return ""
        if "e" in label:
            try:
                return to_text(self.evaluate(label["e"], node))
            except FormExpressionError:
                return ""
        return self.text(label["t"], node)

    def media(self, label: dict[str, Any] | None) -> dict[str, str]:
        """File names of pictures and sounds of a label."""
        if label is None or "i" not in label:
            return {}
        found = self.entry(label["i"])
        return {form: str(found[form]).rpartition("/")[2] for form in _MEDIA if isinstance(found.get(form), str)}

    def choices(self, node: Node) -> tuple[Choice, ...]:
        """The alternatives as they stand now; long lists that nothing can change are made once for each language."""
        key = (node.template.index, self.language)
        kept = self.kept.get(key)
        if kept is None:
            kept = self._choices(node)
            if len(kept) >= LONG and self._fixed(node.template):
                self.kept[key] = kept
        return kept

    def read_long_lists(self) -> None:
        """Read the lists that take long and make the choices out of them, so that whoever shows them need not wait."""
        media = any(len(data) > LONG_TEXT for data in self.definition.media.values())
        lists = self.definition.plain["instances"].items()
        long = [name for name, one in lists if len(one["xml"]) > LONG_TEXT or (media and one["src"])]
        for template in self.definition.templates if long else ():
            itemset = template.extras.get("itemset")
            if itemset and template.repeat is None and any(name in itemset[0] for name in long):
                self.choices(self.engine.slots[template.index])

    def offered(self, node: Node) -> frozenset[str]:
        """The values of the alternatives as they stand now."""
        key = (node.template.index, self.language)
        known = self.values.get(key)
        if known is None:
            known = frozenset(choice.value for choice in self.choices(node))
            if key in self.kept:
                self.values[key] = known
        return known

    def _fixed(self, template: Template) -> bool:
        """Whether no answer can change a question's choices or their texts."""
        if "items" not in template.extras:
            source = _WHOLE_LIST.fullmatch(template.extras["itemset"][0])
            if source is None or self.definition.instance(source[1]) is None:
                return False
        plain = all("i" in label or isinstance(label.get("t"), str) for _, label in template.extras.get("items", ()))
        return plain and self._spoken()

    def _spoken(self) -> bool:
        """Whether no text of the form has computed parts."""
        if self.spoken is None:
            entries = (entry for texts in self.definition.plain["itext"].values() for entry in texts.values())
            self.spoken = all(isinstance(text, str) for entry in entries for text in entry.values())
        return self.spoken

    def _choices(self, node: Node) -> tuple[Choice, ...]:
        extras = node.template.extras
        if "items" in extras:
            return tuple(
                Choice(value, self.shown(label, node), {f"media:{k}": v for k, v in self.media(label).items()})
                for value, label in extras["items"]
            )
        if "itemset" not in extras:
            return ()
        source, value_ref, label_ref = extras["itemset"]
        try:
            items = to_nodes(self.evaluate(source, node))
        except FormExpressionError as error:
            self.engine.faults[node.key, "choices"] = error
            return ()
        if len(items) < LONG:
            return tuple([self.choice(item, value_ref, label_ref, node) for item in items])
        key = (node.key, self.language)
        still = _OF_LIST.match(source) is not None and "|" not in source and self._spoken()
        if still and key in self.found and self.found[key][0] == items:
            return self.found[key][1]
        with collector_at_rest():
            made = tuple([self.choice(item, value_ref, label_ref, node) for item in items[:MAX_CHOICES]])
        if still:
            if len(self.found) >= _MOST_FOUND:
                self.found.clear()
            self.found[key] = (items, made)
        return made

    def choice(self, item: Any, value_ref: str, label_ref: str, node: Node) -> Choice:
        """One alternative out of a list's item."""
        extra = {kid.name: kid.string() for kid in item.down() if kid.kind == "element"}
        value = extra.get(value_ref) or to_text(self.on_item(value_ref, item, node))
        if label_ref.startswith("jr:itext("):
            reference = label_ref[len("jr:itext(") : -1].strip()
            name = extra.get(reference) or to_text(self.on_item(reference, item, node))
            found = self.entry(name)
            label = self.text(found.get("long", found.get("", "")), node)
            for form in _MEDIA:
                if isinstance(found.get(form), str):
                    extra[f"media:{form}"] = found[form].rpartition("/")[2]
        else:
            label = extra[label_ref] if label_ref in extra else to_text(self.on_item(label_ref, item, node)) or value
        return Choice(value, label, extra)

    def on_item(self, source: str, item: Any, node: Node) -> Any:
        """An expression evaluated on a list's item."""
        key = (-1, source)
        closure = self.closures.get(key)
        if closure is None:
            closure = self.closures[key] = compile_ast(parse(source), None)
        context = Context(node, self.engine.world)
        try:
            return closure(context.inner(item, 1, 1))
        except FormExpressionError:
            return ""

    def choice_label(self, node: Any, path: str, value: str) -> str:
        """``jr:choice-name``: the label of a value of the question at ``path``."""
        template = self._template(path.strip(), node)
        if template is None:
            return ""
        target = self._nearest(template, node)
        if target is None:
            return ""
        return next((choice.label for choice in self.choices(target) if choice.value == value), "")

    def _template(self, path: str, node: Any) -> Template | None:
        if path.startswith("/"):
            return self.definition.by_path.get(path)
        template: Template | None = node.template
        for step in path.split("/"):
            if template is None:
                return None
            if step == "..":
                template = template.parent
            elif step not in (".", "current()"):
                template = next((kid for kid in template.kids if kid.name == step), None)
        return template

    def _nearest(self, template: Template, node: Any) -> Node | None:
        from neksus_desktop.forms.refs import instances

        route = {id(one) for one in template.ancestors()}
        while id(node.template) not in route:
            node = node.up
        found = instances(template, node)
        return found[0] if found else Node(template, self.engine.root, "")
