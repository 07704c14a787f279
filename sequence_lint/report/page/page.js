"use strict";
const report = JSON.parse(document.getElementById("report").textContent);
const body = document.getElementById("findings");
const words = document.getElementById("words");
const rule = document.getElementById("rule");
const boxes = [...document.querySelectorAll("input[name=severity]")];
const severities = { error: 0, warning: 1, note: 2 };

function make(tag, kind, text) {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}

function row(finding, number) {
  const tr = make("tr");
  tr.id = "finding-" + number;
  const open = make("button", "open", finding.message);
  open.type = "button";
  open.setAttribute("aria-expanded", "false");
  open.addEventListener("click", () => toggle(finding, tr, open));
  const message = make("td");
  message.append(open);
  const severity = make("td");
  severity.append(make("span", "severity " + finding.severity, finding.severity));
  const code = make("td", "", finding.code);
  code.title = finding.name;
  tr.append(severity, code, make("td", "", finding.place), make("td", "", finding.class), message);
  return tr;
}

function toggle(finding, tr, open) {
  const after = tr.nextElementSibling;
  if (after && after.classList.contains("details")) {
    after.remove();
    open.setAttribute("aria-expanded", "false");
    return;
  }
  const details = make("tr", "details");
  const cell = make("td");
  cell.colSpan = 5;
  cell.append(...told(finding));
  details.append(cell);
  tr.after(details);
  open.setAttribute("aria-expanded", "true");
}

function told(finding) {
  const parts = [make("p", "", finding.code + " " + finding.name)];
  if (finding.excerpt.length) parts.push(excerpt(finding.excerpt));
  for (const [title, text] of [["Example", finding.example], ["Help", finding.help],
      ["Holds for", finding.affects.join(", ")]]) {
    if (text) parts.push(make("h2", "", title), make("p", "", text));
  }
  const strip = report.strips[finding.strip];
  if (strip) parts.push(make("h2", "", strip.title), drawn(strip));
  for (const related of finding.related) {
    parts.push(make("h2", "", "See " + related.place), make("p", "", related.message));
    if (related.excerpt.length) parts.push(excerpt(related.excerpt));
  }
  return parts;
}

function excerpt(lines) {
  const pre = make("pre");
  const width = String(lines[lines.length - 1].number).length;
  for (const line of lines) {
    pre.append(String(line.number).padStart(width) + " | " + line.before);
    if (line.marked) pre.append(make("mark", "", line.marked));
    pre.append(line.after + "\n");
  }
  return pre;
}

function drawn(strip) {
  const table = make("table", "strip");
  for (const batch of strip.rows) {
    const tr = make("tr");
    const label = make("th", "", batch.label);
    label.scope = "row";
    const cells = make("span", "cells");
    cells.setAttribute("aria-hidden", "true");
    for (const kind of batch.cells) cells.append(make("i", "cell " + report.cells[kind]));
    const picture = make("td");
    picture.append(cells);
    tr.append(label, picture, make("td", "", batch.remark));
    table.append(tr);
  }
  return table;
}

const rows = report.findings.map(row);
const texts = report.findings.map((one) =>
  [one.code, one.name, one.place, one.class, one.message].join("\n").toLowerCase());
let order = rows.map((_, number) => number);

function fits(number) {
  const finding = report.findings[number];
  return boxes.some((box) => box.checked && box.value === finding.severity)
    && (!rule.value || rule.value === finding.code)
    && words.value.toLowerCase().split(/\s+/).every((word) => texts[number].includes(word));
}

function show() {
  const shown = order.filter(fits);
  body.replaceChildren(...shown.map((number) => rows[number]));
  for (const number of shown) rows[number].querySelector(".open").setAttribute("aria-expanded", "false");
  document.getElementById("nothing").hidden = shown.length > 0 || rows.length === 0;
  document.getElementById("count").textContent = shown.length + " of " + rows.length + " shown";
}

function rank(finding, number, key) {
  if (key === "severity") return severities[finding.severity];
  if (key === "place") return number;
  return finding[key];
}

function sort(button) {
  const header = button.closest("th");
  const down = header.getAttribute("aria-sort") === "ascending";
  for (const other of document.querySelectorAll("th[aria-sort]")) other.setAttribute("aria-sort", "none");
  header.setAttribute("aria-sort", down ? "descending" : "ascending");
  const ranks = report.findings.map((one, number) => rank(one, number, button.dataset.key));
  const sign = down ? -1 : 1;
  order.sort((a, b) => ranks[a] < ranks[b] ? -sign : ranks[a] > ranks[b] ? sign : a - b);
  show();
}

for (const code of [...new Set(report.findings.map((one) => one.code))].sort()) {
  const name = report.findings.find((one) => one.code === code).name;
  const option = make("option", "", code + " " + name);
  option.value = code;
  rule.append(option);
}
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => sort(button));
}
document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("filter").addEventListener("input", show);
rule.addEventListener("change", show);
show();
