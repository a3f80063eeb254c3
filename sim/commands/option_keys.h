// Options that stand for keys of a scenario, so that its rules and sentences hold.
#pragma once

#include <span>

#include "sim/commands/input_error.h"

namespace twin {

struct OptionKey {
    const char* option;  // "--gpu-cap"
    const char* key;     // "power.gpu_cap"
};

inline constexpr const char* gpu_cap_help =
    "on each GPU; of a GH200 on each module, its CPU included";

// Carries out what may throw InputError: problems of these keys, where an option said them (their
// place begins with its name), are told of that option alone.
template <class Do>
void in_words_of_options(std::span<const OptionKey> keys, Do carry_out) {
    try {
        carry_out();
    } catch (const InputError& error) {
        Problems problems = error.problems();
        for (Problem& problem : problems)
            for (const OptionKey& row : keys)
                if (problem.field == row.key && problem.where.file.starts_with(row.option))
                    problem = {{row.option, 0, 0}, "", problem.message, problem.hint};
        throw InputError(std::move(problems));
    }
}

}  // namespace twin
