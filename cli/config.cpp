// SPDX-License-Identifier: Apache-2.0
#include "cli/config.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "cli/files.h"

namespace t2d::cli {

namespace {

constexpr const char* kDefaultConfig = "tsql2dbt.yml";

std::vector<std::string> list_of(const YAML::Node& value) {
    if (value.IsSequence()) return value.as<std::vector<std::string>>();
    return {value.as<std::string>()};
}

/// `true` for the second of two allowed words.
bool choose(const YAML::Node& value, const std::string& no, const std::string& yes) {
    const auto word = value.as<std::string>();
    if (word != no && word != yes) throw YAML::RepresentationException(value.Mark(), "expected `" + no + "` or `" + yes + "`");
    return word == yes;
}

/// One key of the configuration file.
struct Key {
    std::string_view name;
    void (*apply)(CompileOptions&, const YAML::Node&);
};

constexpr std::array kKeys{
    Key{"ddl", [](CompileOptions& o, const YAML::Node& v) { if (o.ddl.empty()) o.ddl = list_of(v); }},
    Key{"order", [](CompileOptions& o, const YAML::Node& v) { o.order = list_of(v); }},
    Key{"operational", [](CompileOptions& o, const YAML::Node& v) { o.skip_operational = choose(v, "compile", "skip"); }},
    Key{"string_comparison", [](CompileOptions& o, const YAML::Node& v) { o.native_strings = choose(v, "tsql", "native"); }},
};

void apply(CompileOptions& options, const YAML::Node& document) {
    if (document.IsNull()) return;
    if (!document.IsMap()) throw YAML::RepresentationException(document.Mark(), "expected `key: value` lines");
    for (const auto& entry : document) {
        const auto name = entry.first.as<std::string>();
        const auto* const key = std::find_if(kKeys.begin(), kKeys.end(), [&](const Key& k) { return k.name == name; });
        if (key == kKeys.end()) throw YAML::RepresentationException(entry.first.Mark(), "unknown key `" + name + "`");
        key->apply(options, entry.second);
    }
}

} // namespace

bool apply_config(CompileOptions& options, Diagnostics& diagnostics) {
    std::error_code ignored;
    if (options.config.empty() && std::filesystem::exists(kDefaultConfig, ignored)) options.config = kDefaultConfig;
    if (options.config.empty()) return true;
    std::string text;
    if (!read_file(options.config, text)) {
        diagnostics.report<diag::bad_config>({}, options.config, text);
        return false;
    }
    try {
        apply(options, YAML::Load(text));
    } catch (const YAML::Exception& error) { // the library reports everything so
        diagnostics.report<diag::bad_config>({}, options.config, error.what());
        return false;
    }
    return true;
}

} // namespace t2d::cli
