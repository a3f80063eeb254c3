// The training runs of CARAML, GPT of 800 million parameters, on nodes of JSC.
#pragma once

#include <array>
#include <string_view>

#include "models/hardware/parts.h"

namespace twin {

// What one device reached and drew.
struct CaramlRow {
    std::string_view device;  // id of the GPU
    int batch;                // sequences a step, of all devices
    double tflops, watts;     // 0 W: not published
    int devices = 4;
};
// FZJ-JSC/CARAML, git history, commit 2181fc3, llm_training/result/LLM_tflops_nvidia.pdf: the
// labels of the figure, Wh of a device in an hour read as W.
inline constexpr std::array<CaramlRow, 24> caraml_runs = {{
    {"a100-40gb", 16, 166, 421},         {"a100-40gb", 32, 171, 382},
    {"a100-40gb", 64, 176, 367},         {"a100-40gb", 128, 180, 368},
    {"a100-40gb", 256, 183, 358},        {"a100-40gb", 512, 183, 352},
    {"h100-pcie", 16, 200, 343},         {"h100-pcie", 32, 232, 324},
    {"h100-pcie", 64, 247, 318},         {"h100-pcie", 128, 257, 335},
    {"h100-pcie", 256, 264, 337},        {"h100-pcie", 512, 269, 341},
    {"gh200-jupiter", 16, 293, 513},     {"gh200-jupiter", 32, 305, 519},
    {"gh200-jupiter", 64, 313, 525},     {"gh200-jupiter", 128, 320, 535},
    {"gh200-jupiter", 256, 319, 530},    {"gh200-jupiter", 512, 325, 524},
    {"gh200-jupiter", 16, 317, 543, 1},  {"gh200-jupiter", 32, 324, 551, 1},
    {"gh200-jupiter", 64, 322, 554, 1},  {"gh200-jupiter", 128, 329, 530, 1},
    {"gh200-jupiter", 256, 327, 545, 1}, {"gh200-jupiter", 512, 333, 541, 1},
}};
// README of CARAML at commit 59cba3e: 8.135 GFLOP a token in its example on JEDI. That is
// 96 L h^2 (1 + s / 6h + V / 16Lh): its log counts the layers' forward pass twice where Megatron's
// option of selective recomputation is set (aux/add_tflops_logging.patch), done again or not.
inline constexpr double caraml_flops_per_token = 8.135e9;

// The node that it ran on, as far as its GPUs' limits need it.
NodePart caraml_node(const CaramlRow& row);

}  // namespace twin
