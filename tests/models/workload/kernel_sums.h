// What the kernels of a list do together.
#pragma once

#include "models/workload/training_kernels.h"

namespace twin {

inline double flops_of(const KernelList& list, KernelKind kind) {
    double sum = 0;
    for (const RepeatedKernel& one : list.kernels)
        if (one.kernel.kind == kind)
            sum += one.times * flops(one.kernel);
    return sum;
}
inline double bytes_of(const KernelList& list) {
    double sum = 0;
    for (const RepeatedKernel& one : list.kernels)
        if (one.kernel.kind == KernelKind::copy)
            sum += one.times * traffic(one.kernel).si();
    return sum;
}

}  // namespace twin
