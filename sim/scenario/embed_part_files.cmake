# Writes OUTPUT, a C++ source that holds the texts of FILES (models/parts/KIND/ID.toml).
set(rows "")
foreach(file IN LISTS FILES)
  file(READ ${file} text)
  get_filename_component(id ${file} NAME_WE)
  get_filename_component(folder ${file} DIRECTORY)
  get_filename_component(kind ${folder} NAME)
  string(APPEND rows "        {\"${kind}\", \"${id}\", R\"part(${text})part\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"sim/scenario/parts_catalog.h\"

namespace twin {

const std::vector<PartFile>& shipped_part_files() {
    static const std::vector<PartFile> files = {
${rows}    };
    return files;
}

}  // namespace twin
")
