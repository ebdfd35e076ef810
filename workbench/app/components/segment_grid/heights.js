// Row heights of a long list: estimated first, corrected once a row was on the screen.
// A Fenwick tree gives the offset of any row, and the row at any offset, in O(log n).

class Heights {
  constructor(estimates) {
    this.size = estimates.length;
    this.values = Float64Array.from(estimates);
    this.tree = new Float64Array(this.size + 1);
    for (let i = 1; i <= this.size; i += 1) {
      this.tree[i] += this.values[i - 1];
      const parent = i + (i & -i);
      if (parent <= this.size) this.tree[parent] += this.tree[i];
    }
  }

  set(index, height) {
    const change = height - this.values[index];
    if (change === 0) return 0;
    this.values[index] = height;
    for (let i = index + 1; i <= this.size; i += i & -i) this.tree[i] += change;
    return change;
  }

  offset(index) {
    let sum = 0;
    for (let i = index; i > 0; i -= i & -i) sum += this.tree[i];
    return sum;
  }

  total() {
    return this.offset(this.size);
  }

  at(offset) {
    let index = 0;
    let step = 1 << Math.floor(Math.log2(Math.max(1, this.size)));
    let rest = offset;
    for (; step > 0; step >>= 1) {
      if (index + step <= this.size && this.tree[index + step] <= rest) {
        index += step;
        rest -= this.tree[index];
      }
    }
    return Math.min(index, this.size - 1);
  }
}
