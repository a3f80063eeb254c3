#include "sim/scenario/calibration_file.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sim/scenario/calibration_builder.h"

namespace twin {

struct Calibrations::Entry {
    std::string id;
    std::string text, file;  // of a file, until it is read
    TextNode table;          // of a table, until it is read
    std::string path;
    bool being_read = false;
    std::shared_ptr<const Calibration> calibration;  // once it is read
    std::string failure;                             // the first mistake in it or its origin
};

Calibrations::Calibrations(std::shared_ptr<const Calibrations> base) : base_(std::move(base)) {}

Calibrations::~Calibrations() = default;

void Calibrations::add_file(const std::string& id, std::string text, std::string file) {
    Entry& entry = *(own_[id] = std::make_unique<Entry>());
    entry.id = id;
    entry.text = std::move(text);
    entry.file = std::move(file);
}

void Calibrations::add_table(const std::string& id, TextNode table, std::string path) {
    Entry& entry = *(own_[id] = std::make_unique<Entry>());
    entry.id = id;
    entry.table = std::move(table);
    entry.path = std::move(path);
}

bool Calibrations::contains(const std::string& id) const {
    return own_.contains(id) || (base_ && base_->contains(id));
}

std::vector<std::string> Calibrations::ids() const {
    std::vector<std::string> ids = base_ ? base_->ids() : std::vector<std::string>();
    for (const auto& [id, entry] : own_)
        ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

void Calibrations::check(Problems& problems) const {
    const std::lock_guard lock(reading_);
    for (const auto& [id, entry] : own_)
        read(*entry, problems);
}

std::shared_ptr<const Calibration> Calibrations::find(const std::string& id) const {
    const auto own = own_.find(id);
    if (own == own_.end())
        return base_ ? base_->find(id) : nullptr;
    const std::lock_guard lock(reading_);
    Problems problems;
    read(*own->second, problems);
    if (!own->second->failure.empty())
        throw std::logic_error("calibration with mistakes: " + own->second->failure);
    return own->second->calibration;
}

void Calibrations::read(Entry& entry, Problems& problems) const {
    if (entry.calibration)
        return;
    const std::size_t problems_before = problems.size();
    const bool is_file = !entry.file.empty();
    const TextNode root =
        is_file ? parse_text(entry.text, entry.file, problems) : std::move(entry.table);
    entry.being_read = true;
    CalibrationBuilder builder(root, entry.path, problems);
    Calibration read_one;
    if (!builder.from()) {
        read_one = builder.measured(entry.id);
    } else {
        const std::string& from = *builder.from();
        const auto own = own_.find(from);
        std::shared_ptr<const Calibration> origin;
        if (own != own_.end() && own->second->being_read) {
            builder.add("from", "expected a calibration that does not build on this one",
                        "'" + from + "'");
        } else if (own != own_.end()) {
            read(*own->second, problems);
            origin = own->second->calibration;
            entry.failure = own->second->failure;
        } else if (base_) {
            origin = base_->find(from);
        }
        if (!contains(from))
            builder.add("from", "expected the id of a calibration", "'" + from + "'",
                        did_you_mean(from, ids()));
        read_one = builder.derived(entry.id, origin.get());
    }
    entry.being_read = false;
    if (problems.size() > problems_before)
        entry.failure = problems[problems_before].text();
    entry.text.clear();
    entry.calibration = std::make_shared<const Calibration>(std::move(read_one));
}

}  // namespace twin
