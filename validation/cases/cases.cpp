#include "validation/cases/cases.h"

#include <array>

namespace twin {
namespace {

// clang-format off
constexpr std::array table = {
    CaseEntry{"schedules.small", "Does every job of a public log start and end in the second that an independent scheduler says?",
              "traces/reference.csv", true, schedules_small},
    CaseEntry{"schedules.large", "The same for the two logs of CEA Curie, 295,540 jobs each.",
              "traces/reference.csv", false, schedules_large},
    CaseEntry{"frontier_power", "Do idle, HPL and peak power of Frontier equal those of a peer with the same constants?",
              "", true, frontier_power},
    CaseEntry{"frontier_day", "Does a day of 1,500 jobs on Frontier take the peer's energy, and what makes the difference?",
              "", true, frontier_day},
    CaseEntry{"frontier_cooling", "What does the cooling of Frontier do on a day of measured loads and wet bulb, beside the published ranges of that plant?",
              "traces/power/frontier_25cdu_2024-04-07.csv.gz", true, frontier_cooling},
    CaseEntry{"hpl_power", "Do parts and one HPL activity per GPU generation give the published HPL power?",
              "", true, hpl_power},
    CaseEntry{"training_power", "What do GPUs and servers draw that train language models at a measured rate?",
              "", true, training_power},
    CaseEntry{"serving_power", "What do GPUs draw that serve language models, by requests at once?",
              "", true, serving_power},
    CaseEntry{"gemm_time", "How far are the shipped calibrations from measured products of matrices that no fit saw?",
              "calibration/gemm_h100_sxm.csv.gz", true, gemm_time},
    CaseEntry{"gemm_points", "The same by the compact tables that the project carries, where the whole ones are not at hand.",
              "", true, gemm_points},
    CaseEntry{"cpu_kernels", "Does a calibration made on a machine without a GPU tell kernels that its fit did not see?",
              "", true, cpu_kernels},
    CaseEntry{"gpu_kernels", "Does a calibration made on an H100 tell kernels that its fit did not see?",
              "", true, gpu_kernels},
    CaseEntry{"gpu_parts", "Do the shipped H100 and H200 give the times and watts of kernels on others of their kind?",
              "", true, gpu_parts},
    CaseEntry{"device_scaling", "How far is a device whose times are taken from another one by the ratios of their datasheets?",
              "calibration/gemm_h100_sxm.csv.gz", true, device_scaling},
    CaseEntry{"device_anchors", "Do devices give the single figures that are published of them?",
              "", true, device_anchors},
    CaseEntry{"caraml_rate", "How fast do single nodes train a small language model, and what do they draw?",
              "", true, caraml_rate},
    CaseEntry{"training_runs", "How long does a step of published training runs take?",
              "facts/training.csv", true, training_runs},
    CaseEntry{"unseen_runs", "How long does a step take of published training runs gathered before the model was asked about them?",
              "", true, unseen_runs},
    CaseEntry{"measured_steps", "How long do training steps take on one H100, what do they hold and draw?",
              "", true, measured_steps},
    CaseEntry{"nccl_tables", "How long do NCCL's collectives take in one node, by size and number of GPUs?",
              "calibration/nccl_a100_sxm.csv", true, nccl_tables},
    CaseEntry{"jupiter_all_reduce", "What bus bandwidth has an all-reduce over 1 to 8 nodes of JUPITER?",
              "", true, jupiter_all_reduce},
    CaseEntry{"osu_juwels", "How long does MPI take between two GPUs of JUWELS Booster?",
              "facts/jubench/osu__osu_jwb_ompi_s23.csv", true, osu_juwels},
    CaseEntry{"jubench_scaling", "How long do the codes of the JUPITER benchmark suite take on some nodes of JUWELS Booster?",
              "facts/jubench/nekrs__weak_scaling.dat", true, jubench_scaling},
    CaseEntry{"zoom_formulas", "Do the formulas of collectives take as long as their flows over the links of the machine?",
              "", true, zoom_formulas},
    CaseEntry{"failures", "Do random failures and checkpoints interrupt and delay a long job as published, and as the formulas say?",
              "", true, failures},
    CaseEntry{"batsim_neighbour", "How far are waits from those of a scheduler that reserves concrete machines?",
              "peers/batsim-jobs-1000.csv.gz", true, batsim_neighbour},
};
// clang-format on

}  // namespace

std::span<const CaseEntry> cases() {
    return table;
}

}  // namespace twin
