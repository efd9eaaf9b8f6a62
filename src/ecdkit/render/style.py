"""The style sheet of HTML pages: light, dark and printed."""

from __future__ import annotations

__all__ = ["STYLE"]

_LIGHT = """\
  --page: #ffffff; --ink: #1a1f24; --faint: #57606a; --line: #d0d7de; --band: #f6f8fa;
  --added: #116329; --removed: #a40e26; --other: #6a4b00;
  --h0: #eceff2; --h1: #fde9c8; --h2: #fbc98a; --h3: #f59f53; --h4: #dd6b2c; --h5: #b33a1d;
  --h6: #6d1410;
"""

STYLE = (
    """\
:root {
  color-scheme: light dark;
"""
    + _LIGHT
    + """\
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161b; --ink: #e6edf3; --faint: #9aa6b2; --line: #343c45; --band: #1b2127;
    --added: #5fd07f; --removed: #ff8f8a; --other: #e3b75a;
    --h0: #262d35; --h1: #4a3a24; --h2: #77511f; --h3: #a9691f; --h4: #d98a2b; --h5: #f5b04c;
    --h6: #ffe39a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif;
}
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--faint); padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; overflow-wrap: break-word; }
thead th { color: var(--faint); font-weight: 600; }
tbody tr { border-top: 1px solid var(--line); }
tbody tr:nth-child(even) { background: var(--band); }
code { font: .9em/1.4 ui-monospace, monospace; }
.sides td, .changes td { overflow-wrap: anywhere; }
.sides td, .sides th { padding-block: .15rem; }
.changes thead th:first-child { width: 8.5rem; }
.changes thead th:nth-child(n + 3) { width: 24%; }
.kind { font-weight: 600; color: var(--other); }
.added .kind { color: var(--added); }
.removed .kind { color: var(--removed); }
.member { color: var(--faint); }
.none { color: var(--faint); font-style: italic; }
.swatch { vertical-align: -2px; outline: 1px solid var(--line); border-radius: 2px; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: 0; }
.key { display: inline-block; width: 1rem; height: 1rem; margin-right: .35rem;
  vertical-align: -2px; outline: 1px solid var(--line); }
figure { margin: 1.5rem 0; break-inside: avoid; }
figcaption { color: var(--faint); max-width: 45rem; }
.heat { max-width: 100%; height: auto; display: block; margin-bottom: .4rem; }
.numbers { width: auto; }
.facts { width: auto; margin: .5rem 0; }
.facts th { color: var(--faint); font-weight: 400; white-space: nowrap; }
.facts td { overflow-wrap: anywhere; }
.inventory th { overflow-wrap: anywhere; }
.inventory thead th { overflow-wrap: normal; white-space: nowrap; }
.inventory .size { white-space: nowrap; }
.classes { width: auto; }
.classes td { overflow-wrap: anywhere; }
summary { cursor: pointer; }
"""
    + "".join(
        f".h{level} {{ fill: var(--h{level}); background: var(--h{level}); }}\n"
        for level in range(7)
    )
    + """\
@media (max-width: 40rem) {
  .inventory td:empty { display: none !important; }
  :is(.changes, .inventory, .sides) thead {
    position: absolute; clip-path: inset(50%); width: 1px; height: 1px;
  }
  :is(.changes, .inventory, .sides) tr,
  :is(.changes, .inventory, .sides) tbody th,
  :is(.changes, .inventory, .sides) td { display: block; width: auto; }
  :is(.changes, .inventory, .sides) tbody th { padding-bottom: 0; }
  :is(.changes, .inventory, .sides) td { padding-block: .1rem; }
  :is(.changes, .inventory, .sides) td[data-label]::before {
    content: attr(data-label) ": "; color: var(--faint);
  }
}
@media print {
  :root {
    color-scheme: light;
"""
    + _LIGHT
    + """\
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  tr, figure { break-inside: avoid; }
  thead { display: table-header-group; }
  .swatch, .key, .heat, tbody tr { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  summary { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
"""
)
