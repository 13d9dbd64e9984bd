package io.github.candle4j.core;

/// A convolution and its gradients by their definition: seven loops over single elements.
record PlainConvolution(ConvCase c, Shape result) {
  PlainConvolution(ConvCase c) {
    this(c, c.y());
  }

  /// Element `y` of the result has a product of element `x` of the input and element `w` of the kernel in its sum.
  private interface Product {
    void accept(int y, int x, int w);
  }

  private void eachProduct(Product product) {
    int[] dims = result.dims();
    int at = 0;
    for (int n = 0; n < dims[0]; n++) {
      for (int o = 0; o < dims[1]; o++) {
        for (int i = 0; i < dims[2]; i++) {
          for (int j = 0; j < dims[3]; j++) {
            window(product, at++, n, o, i, j);
          }
        }
      }
    }
  }

  private void window(Product product, int at, int... place) {
    int n = place[0];
    int o = place[1];
    int i = place[2];
    int j = place[3];
    Conv2dParams p = c.params();
    int first = n * c.groups() * c.ci() + o / c.co() * c.ci();
    for (int k = 0; k < c.ci(); k++) {
      for (int r = 0; r < c.kh(); r++) {
        for (int s = 0; s < c.kw(); s++) {
          int row = i * p.strideHeight() + r * p.dilationHeight() - c.top();
          int column = j * p.strideWidth() + s * p.dilationWidth() - c.left();
          if (row >= 0 && row < c.height() && column >= 0 && column < c.width()) {
            int x = ((first + k) * c.height() + row) * c.width() + column;
            product.accept(at, x, ((o * c.ci() + k) * c.kh() + r) * c.kw() + s);
          }
        }
      }
    }
  }

  double[] forward(Tensor x, Tensor w) {
    double[] a = x.flattenAll().toVec1F64();
    double[] b = w.flattenAll().toVec1F64();
    double[] y = new double[result.arrayLength()];
    eachProduct((i, j, k) -> y[i] += a[j] * b[k]);
    return y;
  }

  double[] inputGrad(Tensor dy, Tensor w) {
    double[] a = dy.flattenAll().toVec1F64();
    double[] b = w.flattenAll().toVec1F64();
    double[] dx = new double[c.x().arrayLength()];
    eachProduct((i, j, k) -> dx[j] += a[i] * b[k]);
    return dx;
  }

  double[] weightGrad(Tensor x, Tensor dy) {
    double[] a = x.flattenAll().toVec1F64();
    double[] b = dy.flattenAll().toVec1F64();
    double[] dw = new double[c.kernel().arrayLength()];
    eachProduct((i, j, k) -> dw[k] += a[j] * b[i]);
    return dw;
  }
}
