// Old browsers: written so that they can read it; says a sentence instead of leaving the page blank.
(function () {
  var isNew = window.WebAssembly && window.Promise && window.Worker && window.Blob && window.BigInt &&
    window.DecompressionStream && window.WebAssembly.validate && "replaceChildren" in document.documentElement &&
    // a function that throws and catches: exceptions in WebAssembly
    window.WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0,
      6, 64, 25, 11, 11]));
  window.jixiaoCanRun = Boolean(isNew);
  document.addEventListener("DOMContentLoaded", function () {
    if (!isNew) {
      document.getElementById("old-browser").hidden = false;
      document.getElementById("desk").hidden = true;
    }
  });
})();
