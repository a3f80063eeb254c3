// The shipped parts (models/parts/*.toml), read once and held together, and those that a scenario
// brings along: references between parts are resolved, every figure has its source.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/cooling/plant_part.h"
#include "models/hardware/failures_part.h"
#include "models/hardware/parts.h"
#include "models/interconnect/network_part.h"
#include "models/site/site.h"
#include "models/workload/codes.h"
#include "models/workload/model_part.h"
#include "sim/scenario/calibration_file.h"
#include "sim/scenario/problem.h"
#include "sim/scenario/read.h"

namespace twin {

struct PartFile {
    std::string kind;  // the folder: gpus, cpus, switches, ...
    std::string id;    // the file's stem
    std::string text;
};

// The files of models/parts as they were when the program was built, in order of kind and id.
const std::vector<PartFile>& shipped_part_files();

struct PartsCatalog {
    std::map<std::string, GpuPart> gpus;
    std::map<std::string, CpuPart> cpus;
    std::map<std::string, SwitchPart> switches;
    std::map<std::string, NodePart> nodes;
    std::map<std::string, RectifierPart> rectifiers;
    std::map<std::string, std::shared_ptr<const RackPart>> racks;
    std::map<std::string, SupplyPart> supplies;
    std::map<std::string, ActivityPart> activities;
    std::map<std::string, SiteDescription> sites;
    std::map<std::string, CoolingPlantPart> plants;
    std::shared_ptr<const Calibrations> calibrations;
    std::map<std::string, NetworkPart> networks;
    std::map<std::string, CodePart> codes;
    std::map<std::string, ModelPart> models;
    std::map<std::string, StoragePart> storages;
    std::map<std::string, FailuresPart> failures;

    // Read at its first use; nullptr: unknown id.
    std::shared_ptr<const Calibration> calibration(const std::string& id) const;
    std::vector<std::string> rack_ids() const;
    std::vector<std::string> site_ids() const;
    std::vector<std::string> plant_ids() const;
    std::vector<std::string> code_ids() const;
    std::vector<std::string> model_ids() const;
    std::vector<std::string> storage_ids() const;
    // What a kind of work ("hpl") does to GPUs of a generation ("hopper"); nullptr: not known.
    const ActivityPart* find_activity(const std::string& activity,
                                      const std::string& generation) const;
    std::vector<std::string> activity_names() const;  // each once, sorted
};

// Problems name the file as "models/parts/KIND/ID.toml". Calibrations are left unread.
PartsCatalog read_parts(const std::vector<PartFile>& files, Problems& problems);

// The shipped catalogue; read on first use. A problem in it is our own mistake: std::logic_error.
const PartsCatalog& shipped_parts();

// The shipped parts and those of the files beside them, which may name each other and the shipped
// ones; without files it is the shipped catalogue itself. Problems name the file and the field
// ("cpus.epyc-2.cores"). `models` are files of one model each, whose id is the file as it is named.
std::shared_ptr<const PartsCatalog> parts_with(const std::vector<PartsText>& files,
                                               Problems& problems,
                                               const std::vector<PartsText>& models = {});

// A user's file of one language model: the keys of models/parts/models/ID.toml, its id is the stem.
// Throws std::runtime_error with its name where it cannot be read.
ModelPart read_model_file(const std::filesystem::path& file, Problems& problems);

// One figure of one shipped part, for `twin list parts`.
struct PartFigure {
    std::string kind, id, field, value, evidence;
};
std::vector<PartFigure> shipped_part_figures();

}  // namespace twin
