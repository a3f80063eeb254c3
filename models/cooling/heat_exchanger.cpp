#include "models/cooling/heat_exchanger.h"

#include <cmath>

namespace twin {

double counterflow_effectiveness(double ntu, double ratio) {
    const double exponent = ntu * (1 - ratio);
    // Near equal flows both sides of the fraction vanish; the series keeps what matters.
    if (exponent < 1e-6)
        return ntu / (1 + ntu) * (1 + exponent / (2 * (1 + ntu)));
    const double gone = -std::expm1(-exponent);  // 1 - exp(-exponent)
    return gone / (1 - ratio + ratio * gone);
}

double conductance_share(double film_a, double flow_a, double exponent_a, double film_b,
                         double flow_b, double exponent_b) {
    return 1 / (film_a * std::pow(flow_a, -exponent_a) + film_b * std::pow(flow_b, -exponent_b) +
                (1 - film_a - film_b));
}

}  // namespace twin
