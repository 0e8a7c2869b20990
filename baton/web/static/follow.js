// Keeps a part of a page as new as the worker's last word; without it, a click on 看看进度 does the same.
(function () {
  "use strict";
  var box = document.querySelector("[data-follow]");
  var place = box && box.dataset.follow;
  function look() {
    fetch(place, { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(); })
      .then(function (text) {
        box.innerHTML = text;
        if (box.querySelector("progress")) { setTimeout(look, 1000); } else { location.reload(); }
      })
      .catch(function () { setTimeout(look, 5000); });
  }
  if (place) { setTimeout(look, 1000); }
})();
