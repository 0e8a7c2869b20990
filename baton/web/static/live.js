// Counts the slips that are being keyed and names the first that is out of bounds; the server checks all the same.
(function () {
  "use strict";
  var box = document.getElementById("slips"), told = document.getElementById("told");
  if (!box) { return; }
  var lowest = Number(box.dataset.lowest), highest = Number(box.dataset.highest), room = Number(box.dataset.room);
  var spoiled = ["废", "废票", "作废", "弃权", "弃", "空白", "空票"];
  function wrong(word) {
    if (spoiled.indexOf(word) >= 0) { return ""; }
    var value = Number(word.normalize("NFKC").replace(/分$/, ""));
    if (isNaN(value)) { return "不是分数"; }
    return value > highest ? "超过 " + highest : value < lowest ? "低于 " + lowest : "";
  }
  function look() {
    var words = box.value.split(/[\s、;；]+/).filter(Boolean), said = "", at;
    for (at = 0; at < words.length && !said; at += 1) {
      if (wrong(words[at])) { said = "，第 " + (at + 1) + " 个“" + words[at] + "”" + wrong(words[at]); }
    }
    if (!said && words.length > room) { said = "，多出 " + (words.length - room) + " 票"; }
    told.textContent = (words.length ? "已输 " + words.length + " 票，" : "") + "还差 " + Math.max(0, room - words.length) + " 票" + said;
    told.classList.toggle("odd", Boolean(said));
  }
  box.addEventListener("input", look);
  box.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); box.form.querySelector("button[value=key]").click(); }
  });
  look();
})();
