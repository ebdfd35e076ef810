// How sure one can be of a machine's text: calibrated with what people changed in this project, or
// the model's own word while too little is known. Whatever shows it says which of the two it is.

// The share of its words that a text will keep, 0 to 1, out of the curve of the outline.
function surenessOf(calibration, confidence) {
  if (!calibration || calibration.few) return confidence;
  const { curve } = calibration;
  const place = Math.min(1, Math.max(0, confidence)) * (curve.length - 1);
  const left = Math.floor(place);
  const right = Math.min(curve.length - 1, left + 1);
  return curve[left].sureness + (curve[right].sureness - curve[left].sureness) * (place - left);
}

// What that rests on, for a line of text.
function surenessBasis(calibration) {
  const known = calibration ? calibration.segments : 0;
  const segments = `${known} post-edit${known === 1 ? "" : "s"}`;
  if (!calibration || calibration.few) return `from the model alone, ${segments} so far`;
  return `calibrated with ${segments} of this project`;
}

function surenessGauge(calibration, confidence) {
  const percent = Math.round(100 * surenessOf(calibration, confidence));
  const own = Math.round(100 * confidence);
  const alone = !calibration || calibration.few;
  const gauge = element("span", alone ? "gauge alone" : "gauge");
  gauge.title = alone
    ? `Confidence ${percent} %: ${surenessBasis(calibration)}`
    : `About ${percent} % of the words will stay: ${surenessBasis(calibration)}; the model itself says ${own} %`;
  gauge.setAttribute("role", "img");
  gauge.setAttribute("aria-label", gauge.title);
  const fill = element("i");
  fill.style.width = `${percent}%`;
  gauge.append(fill);
  return gauge;
}
