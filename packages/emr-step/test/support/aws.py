"""The little of `aws s3 cp` that the bootstrap action uses, for machines without the AWS CLI: downloads, by boto3."""

import os
import sys
from urllib.parse import urlparse

import boto3
from botocore.exceptions import ClientError


def main(arguments):
    if arguments[:2] != ["s3", "cp"]:
        sys.exit(f"aws: only s3 cp is known here, not {arguments[:2]}")
    recursive = "--recursive" in arguments
    source, target = [argument for argument in arguments[2:] if not argument.startswith("--")]
    url = urlparse(source)
    bucket, key = url.netloc, url.path.lstrip("/")
    s3 = boto3.client("s3")
    if not recursive:
        s3.download_file(bucket, key, target)
        return
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key):
        for item in page.get("Contents", []):
            file = os.path.join(target, item["Key"][len(key) :])
            os.makedirs(os.path.dirname(file), exist_ok=True)
            s3.download_file(bucket, item["Key"], file)


try:
    main(sys.argv[1:])
except ClientError as error:
    sys.exit(f"aws: {error}")
