"""The optimizers once more, one number at a time, from the algorithms on PyTorch's own pages.

They share nothing with gd_math. The names are those of the pages: theta for the point, lr for the
learning rate, b for the momentum buffer. `gradient` takes and returns a list of numbers; the
numbers are mpmath's, of whatever precision is set there, and for `sgd` they may be Fractions.
"""

from mpmath import mpf, sqrt


def sgd(gradient, theta, steps, lr, momentum=0, nesterov=False, weight_decay=0):
    path, b = [list(theta)], None
    for t in range(1, steps + 1):
        theta = path[-1]
        g = [gi + weight_decay * xi for gi, xi in zip(gradient(theta), theta, strict=True)]
        if momentum != 0:
            b = g if t == 1 else [momentum * bi + gi for bi, gi in zip(b, g, strict=True)]
            ahead = [gi + momentum * bi for gi, bi in zip(g, b, strict=True)]
            g = ahead if nesterov else b
        path.append([xi - lr * gi for xi, gi in zip(theta, g, strict=True)])
    return path


def adagrad(gradient, theta, steps, lr, eps=1e-10):
    path, state_sum = [list(theta)], [mpf(0)] * len(theta)
    for _ in range(steps):
        new = []
        for i, gi in enumerate(gradient(path[-1])):
            state_sum[i] += gi**2
            new.append(path[-1][i] - lr * gi / (sqrt(state_sum[i]) + eps))
        path.append(new)
    return path


def rmsprop(gradient, theta, steps, lr, alpha=0.99, eps=1e-8):
    alpha = mpf(alpha)
    path, v = [list(theta)], [mpf(0)] * len(theta)
    for _ in range(steps):
        new = []
        for i, gi in enumerate(gradient(path[-1])):
            v[i] = alpha * v[i] + (1 - alpha) * gi**2
            new.append(path[-1][i] - lr * gi / (sqrt(v[i]) + eps))
        path.append(new)
    return path


def adam(gradient, theta, steps, lr, betas=(0.9, 0.999), eps=1e-8, decoupled=0):
    # With `decoupled` this is the page of AdamW: θ ← θ − γλθ comes first.
    beta1, beta2, lr = mpf(betas[0]), mpf(betas[1]), mpf(lr)
    path, m, v = [list(theta)], [mpf(0)] * len(theta), [mpf(0)] * len(theta)
    for t in range(1, steps + 1):
        new = []
        for i, gi in enumerate(gradient(path[-1])):
            shrunk = path[-1][i] - lr * decoupled * path[-1][i]
            m[i] = beta1 * m[i] + (1 - beta1) * gi
            v[i] = beta2 * v[i] + (1 - beta2) * gi**2
            m_hat, v_hat = m[i] / (1 - beta1**t), v[i] / (1 - beta2**t)
            new.append(shrunk - lr * m_hat / (sqrt(v_hat) + eps))
        path.append(new)
    return path
