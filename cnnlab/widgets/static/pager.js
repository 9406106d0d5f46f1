// Pictures that one leafs through: ten digits to choose from or a box for a number, buttons to the neighbours, a picture.

let panels = 0;

function render({ model, el }) {
  const root = make(el, "div", { class: "lab-pages" });
  keepKeys(root);
  const unit = model.get("unit");
  const hasDigits = model.get("digit") !== null;
  const row = make(root, "div", { class: "lab-pages-row" });
  const turn = (position) => model.send({ position });
  const digits = [];
  let [box, showPosition] = [null, null];
  if (hasDigits) {
    const group = make(row, "div", { class: "lab-pages-row lab-pages-digits", role: "group", "aria-label": "Digit" });
    make(group, "span", { "aria-hidden": "true" }, "Digit");
    for (let digit = 0; digit < 10; digit += 1) {
      digits.push(make(group, "button", { type: "button" }, String(digit)));
      digits[digit].addEventListener("click", () => model.send({ digit }));
    }
  } else {
    const id = `lab-pages-${(panels += 1)}`;
    make(row, "label", { for: id }, unit);
    [box, showPosition] = makeNumberBox(row, { id, min: 0 }, turn);
  }
  const buttons = [
    ["Previous", -1],
    ["Next", 1],
  ].map(([word, step]) => {
    const button = make(row, "button", { type: "button" }, `${word} ${unit.toLowerCase()}`);
    button.addEventListener("click", () => {
      const position = model.get("position") + step;
      if (position >= 0 && position <= model.get("last")) turn(position);
    });
    return button;
  });
  const caption = make(root, "p");
  const picture = make(root, "div", { class: "lab-pages-picture" });
  const alert = make(root, "p", { role: "alert", class: "lab-pages-alert" });
  let drawn = "";
  const draw = () => {
    const [position, last] = [model.get("position"), model.get("last")];
    digits.forEach((button, digit) => button.setAttribute("aria-pressed", String(digit === model.get("digit"))));
    if (box) {
      Object.assign(box, { max: last, title: `Which training image, from 0 to ${last}` });
      showPosition(position);
    }
    // Marked, not disabled: a button that is disabled loses the keyboard.
    buttons.forEach((button, k) => button.setAttribute("aria-disabled", String(position === [0, last][k])));
    say(caption, model.get("caption"));
    say(alert, model.get("message"));
    if (drawn !== model.get("picture")) picture.innerHTML = drawn = model.get("picture");
  };
  const request = () => queueMicrotask(draw);
  const events = "change:position change:last change:digit change:caption change:picture change:message";
  model.on(events, request);
  draw();
  return () => model.off(events, request);
}

export default { render };
