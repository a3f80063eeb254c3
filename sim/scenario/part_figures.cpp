// The figures of the shipped parts with their evidence.
#include <fmt/format.h>

#include "sim/scenario/part_reader.h"

namespace twin {
namespace {

std::string evidence_text(Evidence evidence, const std::string& note) {
    const char* kind = evidence == Evidence::source       ? ""
                       : evidence == Evidence::assumption ? "assumption: "
                                                          : "fit: ";
    return kind + note;
}

// Lists the figures of a part with their evidence.
class FigureLister {
  public:
    FigureLister(const PartFile& file, std::vector<PartFigure>& out) : file_(file), out_(out) {}

    template <class T>
    void key(std::string_view name, const T& value, const Rule&, std::string_view) {
        std::string text = TextForm<T>::write(value);
        if (!text.empty())
            out_.push_back(
                {file_.kind, file_.id, prefix_ + std::string(name), std::move(text), ""});
    }
    template <class T>
    void key(std::string_view name, const Figure<T>& figure, const Rule&, std::string_view) {
        if (figure.note.empty())
            return;
        out_.push_back({file_.kind, file_.id, prefix_ + std::string(name),
                        TextForm<T>::write(figure.value),
                        evidence_text(figure.evidence, figure.note)});
    }
    template <class T>
    void key(std::string_view name, const std::optional<Figure<T>>& figure, const Rule& rule,
             std::string_view documentation) {
        if (figure)
            key(name, *figure, rule, documentation);
    }
    template <class T>
    void list(std::string_view name, std::vector<T>& values, const Rule&, std::string_view) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            prefix_ = fmt::format("{}.{}.", name, i);
            describe(*this, values[i]);
        }
    }

  private:
    const PartFile& file_;
    std::vector<PartFigure>& out_;
    std::string prefix_;
};

template <class Part>
void list_figures(const std::string& kind, std::vector<PartFigure>& out) {
    Problems none;
    for (const auto& file : shipped_part_files()) {
        if (file.kind != kind)
            continue;
        const std::vector<PartText> only{
            {file.kind, file.id, "", parse_text(file.text, name_of(file), none)}};
        KindReader reader(only, none);
        reader.read<Part>(kind, [&](const std::string&, Part& part) {
            FigureLister lister(file, out);
            describe(lister, part);
        });
    }
}

// Not their tables: which kernels they know.
void list_calibrations(std::vector<PartFigure>& out) {
    for (const std::string& id : shipped_parts().calibrations->ids()) {
        const auto calibration = shipped_parts().calibration(id);
        const auto add = [&](const char* field, std::string value, std::string why) {
            if (!value.empty())
                out.push_back({calibrations_kind, id, field, std::move(value), std::move(why)});
        };
        std::vector<std::string> gemm, curves, rows;
        for (const GemmSurface& surface : calibration->gemm)
            gemm.emplace_back(row_of(surface.precision).name);
        for (const RateCurve& curve : calibration->curves)
            curves.push_back(
                fmt::format("{} {}", row_of(curve.kind).name, row_of(curve.precision).name));
        for (const RowRates& rates : calibration->rows)
            rows.emplace_back(row_of(rates.kind).name);
        add("name", calibration->name, evidence_text(calibration->evidence, calibration->note));
        add("from", calibration->derived_from, "");
        add("gemm", fmt::format("{}", fmt::join(gemm, ", ")), "");
        add("curve", fmt::format("{}", fmt::join(curves, ", ")), "");
        add("rows", fmt::format("{}", fmt::join(rows, ", ")), "");
    }
}

}  // namespace

std::vector<PartFigure> shipped_part_figures() {
    std::vector<PartFigure> out;
    list_figures<GpuPart>("gpus", out);
    list_figures<CpuPart>("cpus", out);
    list_figures<SwitchPart>("switches", out);
    list_figures<NodePart>("nodes", out);
    list_figures<RectifierPart>("rectifiers", out);
    list_figures<RackPart>("racks", out);
    list_figures<CoolingPlantPart>("plants", out);
    list_figures<SupplyPart>("supplies", out);
    list_figures<ActivityPart>("activities", out);
    list_figures<NetworkPart>("networks", out);
    list_figures<StoragePart>("storages", out);
    list_figures<FailuresPart>("failures", out);
    list_figures<SiteText>("sites", out);
    list_figures<CodePart>("codes", out);
    list_figures<ModelPart>("models", out);
    list_calibrations(out);
    return out;
}

}  // namespace twin
