// SPDX-License-Identifier: Apache-2.0
#include "backend/yaml_text.h"

#include "backend/content_hash.h"
#include "backend/jinja.h"

namespace t2d::backend {

void start_yaml(YAML::Emitter& yaml, const std::string& key) {
    yaml << YAML::BeginMap << YAML::Key << "version" << YAML::Value << 2 << YAML::Newline << YAML::Newline;
    yaml << YAML::Key << key << YAML::Value << YAML::BeginSeq;
}

std::string finish_yaml(YAML::Emitter& yaml) {
    yaml << YAML::EndSeq << YAML::EndMap;
    return stamp(kYamlComment, std::string(yaml.c_str()) + "\n");
}

void put_text(YAML::Emitter& yaml, const std::string& key, const std::string& text) {
    yaml << YAML::Key << key << YAML::Value << YAML::DoubleQuoted << jinja::defused(text);
}

} // namespace t2d::backend
