"""Standard test functions as people type them, and what the literature says of their minima.

Jamil & Yang 2013, A literature survey of benchmark functions for global optimization problems,
arXiv:1308.4008; Surjanovic & Bingham, Virtual Library of Simulation Experiments.
"""

from typing import NamedTuple


class Standard(NamedTuple):
    """A formula, the box, its global minima there (in the order x, y) and their value."""

    text: str
    domain: tuple
    minima: tuple
    value: float


def signs(x, y):
    """Return the four points (±x, ±y)."""
    return tuple((s * x, t * y) for s in (-1, 1) for t in (-1, 1))


STANDARD = {
    "Ackley": Standard(
        "-20*exp(-0.2*sqrt(0.5*(x^2+y^2))) - exp(0.5*(cos(2*pi*x)+cos(2*pi*y))) + e + 20",
        (-5, 5),
        ((0, 0),),
        0,
    ),
    "Ackley N.2": Standard("-200*exp(-0.02*sqrt(x^2+y^2))", (-32, 32), ((0, 0),), -200),
    "Ackley 1-D": Standard("-20exp(-0.2|x|) - exp(cos(2πx)) + 20 + e", (-5, 5), ((0,),), 0),
    "Adjiman": Standard("cos(x)*sin(y) - x/(y^2+1)", (-1, 1.9), ((1.9, 0.09),), None),
    "Bartels Conn": Standard("abs(x^2+y^2+x*y) + abs(sin(x)) + abs(cos(y))", (-5, 5), ((0, 0),), 1),
    "Beale": Standard(
        "(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2", (-4.5, 4.5), ((3, 0.5),), 0
    ),
    "Bird": Standard(
        "sin(x)*exp((1-cos(y))^2) + cos(y)*exp((1-sin(x))^2) + (x-y)^2",
        (-6.2, 6.2),
        ((4.70104, 3.15294), (-1.58214, -3.13024)),
        -106.764537,
    ),
    "Bohachevsky 1": Standard(
        "x^2 + 2y^2 - 0.3cos(3pi*x) - 0.4cos(4pi*y) + 0.7", (-3, 3), ((0, 0),), 0
    ),
    "Bohachevsky 2": Standard("x^2 + 2y^2 - 0.3cos(3pi*x)*cos(4pi*y) + 0.3", (-3, 3), ((0, 0),), 0),
    "Bohachevsky 3": Standard("x² + 2y² − 0.3cos(3πx + 4πy) + 0.3", (-3, 3), ((0, 0),), 0),
    "Booth": Standard("(x + 2y - 7)^2 + (2x + y - 5)^2", (-10, 10), ((1, 3),), 0),
    "Branin": Standard(
        "(y - 5.1/(4pi^2)*x^2 + 5/pi*x - 6)^2 + 10*(1 - 1/(8*pi))*cos(x) + 10",
        ((-5, 0), (10, 15)),
        ((-3.14159265, 12.275), (3.14159265, 2.275), (9.42477796, 2.475)),
        0.39788736,
    ),
    "Brent": Standard("(x+10)^2 + (y+10)^2 + exp(-x^2-y^2)", (-20, 5), ((-10, -10),), 0),
    "Bukin N.6": Standard(
        "100*sqrt(abs(y - 0.01*x^2)) + 0.01*abs(x+10)", ((-15, -3), (-5, 3)), ((-10, 1),), 0
    ),
    "Three-hump camel": Standard("2x^2 - 1.05x^4 + x^6/6 + x*y + y^2", (-5, 5), ((0, 0),), 0),
    "Six-hump camel": Standard(
        "(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (-4 + 4*y^2)*y^2",
        ((-3, -2), (3, 2)),
        ((0.08984201, -0.71265640), (-0.08984201, 0.71265640)),
        -1.0316284535,
    ),
    "Chichinadze": Standard(
        "x^2 - 12x + 8sin(5pi*x/2) + 10cos(pi*x/2) + 11 - 0.2*sqrt(5)*exp(-(y-0.5)^2/2)",
        (-30, 30),
        ((6.18986659, 0.5),),
        -42.94438702,
    ),
    "Cross-in-tray": Standard(
        "-0.0001*(abs(sin(x)*sin(y)*exp(abs(100-sqrt(x^2+y^2)/pi)))+1)^0.1",
        (-10, 10),
        signs(1.34940661, 1.34940661),
        -2.06261187,
    ),
    "Cube": Standard("100*(y - x^3)^2 + (1 - x)^2", (-5, 5), ((1, 1),), 0),
    "De Jong 1": Standard("x**2 + y**2", (-5.12, 5.12), ((0, 0),), 0),
    "De Jong 3, sharp": Standard("|x| + |y|", (-5.12, 5.12), ((0, 0),), 0),
    "Deckkers-Aarts": Standard(
        "1e5*x^2 + y^2 - (x^2+y^2)^2 + 1e-5*(x^2+y^2)^4",
        (-20, 20),
        ((0, 14.94511), (0, -14.94511)),
        -24776.5183,
    ),
    "Dixon-Price": Standard(
        "(x-1)^2 + 2*(2y^2 - x)^2", (-10, 10), ((1, 0.5**0.5), (1, -(0.5**0.5))), 0
    ),
    "Drop-Wave": Standard(
        "-(1 + cos(12*sqrt(x^2+y^2)))/(0.5*(x^2+y^2) + 2)", (-5.12, 5.12), ((0, 0),), -1
    ),
    "Easom": Standard(
        "-cos(x)*cos(y)*exp(-((x-pi)^2 + (y-pi)^2))", (-6, 6), ((3.14159265, 3.14159265),), -1
    ),
    "Egg crate": Standard("x^2 + y^2 + 25(sin(x)^2 + sin(y)^2)", (-5, 5), ((0, 0),), 0),
    "Eggholder, cut out": Standard(
        "-(y+47)*sin(sqrt(abs(x/2+(y+47)))) - x*sin(sqrt(abs(x-(y+47))))",
        ((430, 380), (482, 432)),
        ((439.48096, 453.97740), (482.35324, 432.87892)),
        None,
    ),
    "El-Attar": Standard(
        "(x^2 + y - 10)^2 + (x + y^2 - 7)^2 + (x^2 + y^3 - 1)^2",
        (-5, 5),
        ((3.40918683, -2.17143304),),
        1.712780354,
    ),
    "Exponential": Standard("-exp(-0.5*(x^2+y^2))", (-1, 1), ((0, 0),), -1),
    "Freudenstein-Roth": Standard(
        "(x - 13 + ((5-y)*y - 2)*y)^2 + (x - 29 + ((y+1)*y - 14)*y)^2", (-10, 10), ((5, 4),), 0
    ),
    "Giunta": Standard(
        "0.6 + sin(16/15*x-1) + sin(16/15*x-1)^2 + sin(4*(16/15*x-1))/50"
        " + sin(16/15*y-1) + sin(16/15*y-1)^2 + sin(4*(16/15*y-1))/50",
        (-1, 1),
        ((0.46732003, 0.46732003),),
        0.0644704205,
    ),
    "Goldstein-Price": Standard(
        "(1+(x+y+1)^2*(19-14x+3x^2-14y+6x*y+3y^2))*(30+(2x-3y)^2*(18-32x+12x^2+48y-36x*y+27y^2))",
        (-2, 2),
        ((0, -1),),
        3,
    ),
    "Gramacy-Lee": Standard("sin(10*pi*x)/(2x) + (x-1)^4", (0.5, 2.5), ((0.54856344,),), -0.869011),
    "Griewank": Standard("(x^2+y^2)/4000 - cos(x)*cos(y/sqrt(2)) + 1", (-5, 5), ((0, 0),), 0),
    "Himmelblau": Standard(
        "(x² + y − 11)² + (x + y² − 7)²",
        (-5, 5),
        ((3, 2), (-2.80511809, 3.13131252), (-3.77931025, -3.28318599), (3.58442834, -1.84812653)),
        0,
    ),
    "Hoelder table": Standard(
        "-abs(sin(x)*cos(y)*exp(abs(1 - sqrt(x^2+y^2)/pi)))",
        (-10, 10),
        signs(8.05502347, 9.66459002),
        -19.20850257,
    ),
    "Hosaki": Standard(
        "(1 - 8x + 7x^2 - 7x^3/3 + x^4/4)*y^2*exp(-y)", ((0, 0.5), (5, 6)), ((4, 2),), -2.345811576
    ),
    "Jennrich-Sampson": Standard(
        "+".join(f"({2 + 2 * i}-exp({i}x)-exp({i}y))^2" for i in range(1, 11)),
        ((-0.2, -0.2), (0.6, 0.6)),
        ((0.25782521, 0.25782521),),
        124.3621824,
    ),
    "Keane": Standard(
        "-sin(x-y)^2*sin(x+y)^2/sqrt(x^2+y^2)",
        ((0.1, 0.1), (3, 3)),
        ((1.39324907, 0.1),),
        None,
    ),
    "Levi N.13": Standard(
        "sin(3*pi*x)^2+(x-1)^2*(1+sin(3*pi*y)^2)+(y-1)^2*(1+sin(2*pi*y)^2)",
        (-3, 3),
        ((1, 1),),
        0,
    ),
    "Matyas": Standard("0.26*(x^2 + y^2) - 0.48*x*y", (-10, 10), ((0, 0),), 0),
    "McCormick": Standard(
        "sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1",
        ((-1.5, -3), (4, 4)),
        ((-0.54719755, -1.54719755),),
        -1.91322295,
    ),
    "Michalewicz": Standard(
        "-sin(x)*sin(x^2/pi)^20 - sin(y)*sin(2y^2/pi)^20",
        (0, 3.1),
        ((2.20290552, 1.57079633),),
        -1.80130341,
    ),
    "Mishra N.4-like": Standard(
        "sqrt(abs(sin(sqrt(x^2 + y^2 + 1)))) + 0.1*(x^2 + y^2)", (-1, 1), ((0, 0),), None
    ),
    "Parsopoulos": Standard("cos(x)^2 + sin(y)^2", (-2, 2), signs(1.57079633, 0)[::2], 0),
    "Pathological": Standard(
        "0.5 + (sin(sqrt(100x^2+y^2))^2 - 0.5)/(1 + 0.001*(x^2-2x*y+y^2)^2)",
        (-0.1, 0.1),
        ((0, 0),),
        0,
    ),
    "Periodic": Standard(
        "1 + sin(x)^2 + sin(y)^2 - 0.1*exp(-(x^2+y^2))", (-10, 10), ((0, 0),), 0.9
    ),
    "Powell sum": Standard("abs(x)^2 + abs(y)^3", (-1, 1), ((0, 0),), 0),
    "Price 1": Standard("(|x| - 5)^2 + (|y| - 5)^2", (-10, 10), signs(5, 5), 0),
    "Price 3": Standard(
        "100(y-x^2)^2 + (6.4(y-0.5)^2 - x - 0.6)^2", (-2, 2), ((1, 1), (0.34130707, 0.11649052)), 0
    ),
    "Price 4": Standard(
        "(2x^3*y - y^3)^2 + (6x - y^2 + y)^2",
        (-3, 3),
        ((0, 0), (2, 4), (1.46435212, -2.50601276)),
        0,
    ),
    "Qing": Standard("(x^2-1)^2 + (y^2-2)^2", (-3, 3), signs(1, 2**0.5), 0),
    "Quartic": Standard("x^4 + 2y^4", (-1.28, 1.28), ((0, 0),), 0),
    "Rastrigin": Standard(
        "20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)", (-5.12, 5.12), ((0, 0),), 0
    ),
    "Rosenbrock": Standard("(1-x)**2 + 100*(y-x**2)**2", (-2, 2), ((1, 1),), 0),
    "Rotated ellipsoid": Standard("x^2 + (x + y)^2", (-5, 5), ((0, 0),), 0),
    "Salomon": Standard(
        "1 - cos(2*pi*sqrt(x^2+y^2)) + 0.1*sqrt(x^2+y^2)", (-1.3, 1.3), ((0, 0),), 0
    ),
    "Schaffer N.1": Standard(
        "0.5 + (sin(x^2+y^2)^2 - 0.5)/(1 + 0.001*(x^2+y^2))^2", (-1, 1), ((0, 0),), 0
    ),
    "Schaffer N.2": Standard(
        "0.5 + (sin(x^2-y^2)^2 - 0.5)/(1 + 0.001*(x^2+y^2))^2", (-1, 1), ((0, 0),), 0
    ),
    "Schaffer N.4": Standard(
        "0.5 + (cos(sin(abs(x^2-y^2)))^2 - 0.5)/(1 + 0.001*(x^2+y^2))^2",
        (-2, 2),
        (*signs(0, 1.25313), *signs(1.25313, 0)),
        0.292578632,
    ),
    "Schwefel": Standard(
        "418.9829*2 - x*sin(sqrt(abs(x))) - y*sin(sqrt(abs(y)))",
        (300, 500),
        ((420.968746, 420.968746),),
        2.545567e-5,
    ),
    "Schwefel 2.20": Standard("abs(x) + abs(y)", (-10, 10), ((0, 0),), 0),
    "Schwefel 2.21": Standard("max(abs(x), abs(y))", (-10, 10), ((0, 0),), 0),
    "Schwefel 2.22": Standard("|x| + |y| + |x||y|", (-10, 10), ((0, 0),), 0),
    "Schwefel 2.23": Standard("x^10 + y^10", (-10, 10), ((0, 0),), 0),
    "Schwefel 2.25": Standard("(y-1)^2 + (x-y^2)^2", (-1, 3), ((1, 1),), 0),
    "Schwefel 2.6": Standard("max(abs(x+2y-7), abs(2x+y-5))", (-10, 10), ((1, 3),), 0),
    "Shubert 1-D": Standard(
        "cos(2x+1) + 2cos(3x+2) + 3cos(4x+3) + 4cos(5x+4) + 5cos(6x+5)",
        (-4, 4),
        ((-1.42513,), (-0.80032,))[:1],
        None,
    ),
    "Sphere": Standard("x^2 + y^2", (-5, 5), ((0, 0),), 0),
    "Step-like": Standard("sigmoid(9(x^2 + y^2 - 1))", (-1, 1), ((0, 0),), None),
    "Styblinski-Tang": Standard(
        "(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2",
        (-5, 5),
        ((-2.90353403, -2.90353403),),
        -78.33233141,
    ),
    "Trefethen": Standard(
        "exp(sin(50x)) + sin(60exp(y)) + sin(70sin(x)) + sin(sin(80y)) - sin(10(x+y))"
        " + (x^2+y^2)/4",
        ((-0.1, 0.1), (0.1, 0.3)),
        ((-0.02440308, 0.21061243),),
        -3.30686865,
    ),
    "Trid": Standard("(x-1)^2 + (y-1)^2 - x*y", (-4, 4), ((2, 2),), -2),
    "Ursem 1": Standard(
        "-sin(2x - 0.5pi) - 3cos(y) - 0.5x", ((-2.5, -2), (3, 2)), ((1.69713655, 0),), -4.81681406
    ),
    "Venter": Standard(
        "x^2 - 100cos(x)^2 - 100cos(x^2/30) + y^2 - 100cos(y)^2 - 100cos(y^2/30)",
        (-10, 10),
        ((0, 0),),
        -400,
    ),
    "Wayburn 1": Standard(
        "(x^6 + y^4 - 17)^2 + (2x + y - 4)^2", (-3, 3), ((1, 2), (1.59680473, 0.80639054)), 0
    ),
    "Zakharov": Standard("x^2 + y^2 + (0.5x + y)^2 + (0.5x + y)^4", (-5, 5), ((0, 0),), 0),
    "Zettl": Standard("(x^2 + y^2 - 2x)^2 + x/4", (-1, 5), ((-0.02989598, 0),), -0.00379123722),
    "Zirilli": Standard(
        "0.25x^4 - 0.5x^2 + 0.1x + 0.5y^2", (-2, 2), ((-1.04668058, 0),), -0.3523861
    ),
    "Forrester 1-D": Standard("(6x-2)^2*sin(12x-4)", (0, 1), ((0.75724876,),), -6.02074006),
    "Problem 2, 1-D": Standard("sin(x) + sin(10/3*x)", (2.7, 7.5), ((5.14573529,),), -1.89959935),
}
