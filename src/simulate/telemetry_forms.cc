// The forms of telemetry that a story can be written in.
#include "simulate/telemetry_writers.h"

namespace quarry::simulate {
namespace {

constexpr TelemetryForm kForms[] = {{"sysmon", WriteSysmon}, {"defender", WriteDefender}, {"falcon", WriteFalcon}};

}  // namespace

std::span<const TelemetryForm> AllTelemetryForms() {
  return kForms;
}

const TelemetryForm* FindTelemetryForm(std::string_view name) {
  for (const TelemetryForm& form : kForms) {
    if (form.name == name) return &form;
  }
  return nullptr;
}

std::string TelemetryText(const Story& story, const TelemetryForm& form) {
  std::string text;
  form.write(story, [&](std::string_view line) { (text += line) += '\n'; });
  return text;
}

}  // namespace quarry::simulate
