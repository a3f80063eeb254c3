// What the keys of one calibration say together, and the mistakes in that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/hardware/calibration.h"
#include "sim/scenario/calibration_keys.h"
#include "sim/scenario/field_problems.h"
#include "sim/scenario/problem.h"
#include "sim/scenario/text_tree.h"

namespace twin {

class CalibrationBuilder {
  public:
    // Reads the keys; `path` is the place of the table in its file. Mistakes go to `problems`.
    CalibrationBuilder(const TextNode& root, std::string path, Problems& problems);

    // The id of the calibration that this one scales; absent: it is measured itself.
    const std::optional<std::string>& from() const { return text_.from; }

    // One of these two is called, once. What has mistakes is filled as far as it could be read.
    Calibration measured(const std::string& id);
    // `origin` is null where it is not known, which has been said.
    Calibration derived(const std::string& id, const Calibration* origin);

    // A mistake at a key ("": of the whole table), to be said with those that one of the two finds.
    void add(const std::string& key, const std::string& expected, const std::string& got,
             const std::string& hint = "");

  private:
    std::string field(const std::string& key) const;
    bool has(const std::string& key) const;

    void add_surface(const GemmText& text, const std::string& at, Calibration& out);
    std::vector<GemmCorrection::Node> correction_nodes(const GemmText& text, const std::string& at);
    // Empty where there is none, or a wrong one.
    GemmTiling tiling(const GemmText& text, const std::string& at);
    bool is_axis(const std::vector<int>& extents, const std::string& key, std::size_t most);
    void add_curve(const CurveText& text, const std::string& at, Calibration& out);
    void add_points(const CurveText& text, const std::string& at, RateCurve& curve);
    void add_rows(const RowsText& text, const std::string& at, Calibration& out);
    void finish();

    std::string path_;
    KeyPlaces places_;
    FieldProblems problems_;
    Problems& out_problems_;
    CalibrationText text_;
};

}  // namespace twin
