# OpenAI's client for Python, against serving endpoints through Lakegate's route "{{route}}": pip install openai
# Put your endpoint's name in.
import os
from pathlib import Path

from openai import OpenAI

# an outbound proxy must not be asked for this machine
direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY", "")
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost," + direct

client = OpenAI(
    base_url="http://127.0.0.1:{{port}}/serving-endpoints",
    api_key=Path("{{key_file}}").read_text().strip(),  # read when this runs: no key stands here
)
answer = client.chat.completions.create(
    model="ENDPOINT", messages=[{"role": "user", "content": "Who are you?"}]
)
print(answer.choices[0].message.content)
