#include "validation/cases/llm_power.h"

#include <cmath>
#include <fmt/format.h>

namespace twin {

NodePart bare_node(const std::string& gpu, int gpus) {
    NodePart node;
    node.gpu = shipped_parts().gpus.at(gpu);
    node.gpus = {gpus};
    return node;
}

Row mean_error_row(const std::vector<Row>& rows, Kind kind, std::string_view of, double limit) {
    double sum = 0;
    int count = 0;
    for (const Row& row : rows)
        if (row.kind == kind) {
            sum += std::abs(*error_of(row));
            ++count;
        }
    return {.quantity = fmt::format("{}, mean size of the error", of),
            .unit = "%",
            .source = fmt::format("the {} rows of kind {} above", count, to_text(kind)),
            .measured = 0,
            .model = sum / count,
            .digits = 2,
            .error_in = ErrorIn::units,
            .limit = limit,
            .kind = kind,
            .note = "the limit is on the mean"};
}

}  // namespace twin
