"""Finds the 128 face points on the mesh: ``python -m signsynth.body.bake.face face.csv``.

Needs MediaPipe with its models (the ``[capture]`` extra) and a baked body. The head is rendered with plain
skin and eyes in several views and expressions, the face mesh is run on each picture, and every point is
carried back to the triangle of skin under it. Points of the mouth are read off open mouths only, so that
upper and lower lip part; eye rims settle on the mesh's own rim. The median over the pictures, made
symmetric, is written as triangle corners and shares, which the bake then uses.
"""

from __future__ import annotations

import csv
import logging
import sys

import numpy as np

from signsynth.body.bake.parts import LIPS_OUTER
from signsynth.body.baked import Baked
from signsynth.errors import InputError
from signsynth.files.atomic import atomic_path
from signsynth.skeleton import CANONICAL, FACE

LIPS = set(LIPS_OUTER) | {78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95}
EYES = {33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246}
EYES |= {263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466}
SIZE, FIELD_RAD, DISTANCE_M = 900, 0.2, 1.6
VIEWS_DEG = ((0, 0), (-12, 0), (12, 0), (0, -8), (0, 8), (-22, 5), (22, 5), (-22, -8), (22, -8))
FACES = ({}, {"jawOpen": 0.35}, {"jawOpen": 0.6}, {"eyeWideLeft": 1.0, "eyeWideRight": 1.0, "jawOpen": 0.5})
BEHIND_M = 0.006
"""A pixel beside the jaw shows the neck behind it: further from the face than this, it says nothing."""
BASE = {"jawOpen": 0.5}
"""Points are averaged on this face, so that the lips are apart."""


def offsets(body: Baked) -> np.ndarray:
    """Face actions as dense offsets ``(actions, vertices, 3)``."""
    dense = np.zeros((len(body.about["actions"]), *body["template"].shape))
    action = np.repeat(np.arange(len(dense)), np.diff(body["action_starts"]))
    dense[action, body["action_vertices"]] = body["action_offsets"]
    return dense


def face_mesh(picture: np.ndarray) -> np.ndarray | None:
    """MediaPipe's face points ``(points, 2)`` in pixels on an RGB picture, None where it finds no face."""
    import mediapipe

    with mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True) as tracker:
        found = tracker.process(picture).multi_face_landmarks
    return np.array([[p.x, p.y] for p in found[0].landmark]) * picture.shape[1] if found else None


class Studio:
    """Renders the head and carries pixels back onto it."""

    def __init__(self, body: Baked) -> None:
        part = np.array(body.about["parts"])[body["face_part"]]
        self.faces = body["faces"].astype(np.int32)
        eyes = [body.about["bones"].index(f"eye.{side}") for side in "LR"]
        self.centre = body["joints"][eyes].mean(0) - [0, 0.02, 0]
        # The neck would catch what lies just beside the jaw; unlike the jaw it stays when the mouth opens.
        jaw = np.linalg.norm(offsets(body)[body.about["actions"].index("jawOpen")], axis=1)[self.faces].min(1) > 0.002
        above = body["template"][self.faces, 1].min(1) > self.centre[1] - 0.065
        self.skin = self.faces[np.isin(part, ["face", "scalp", "lips", "neck", "ears"]) & (jaw | above)]
        self.colour = np.full((len(body["template"]), 3), (0.85, 0.66, 0.55), np.float32)
        self.colour[self.faces[part == "mouth"]] = (0.45, 0.15, 0.15)
        self.colour[self.faces[part == "tongue"]] = (0.7, 0.35, 0.35)
        ball = np.unique(self.faces[part == "eyes"])
        self.colour[ball] = 0.95
        for eye in body["joints"][eyes]:
            off = np.hypot(*(body["template"][ball] - eye)[:, :2].T)
            front = body["template"][ball, 2] > eye[2]
            self.colour[ball[front & (off < 0.0062)]] = (0.25, 0.15, 0.1)
            self.colour[ball[front & (off < 0.003)]] = 0

    def picture(self, vertices: np.ndarray, yaw_deg: float, pitch_deg: float) -> tuple[np.ndarray, ...]:
        """RGB picture, depth ``(SIZE, SIZE)`` and the camera's rotation and place."""
        import cv2

        yaw, pitch = np.deg2rad([yaw_deg, pitch_deg])
        back = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
        right = np.cross([0, 1, 0], back) / np.linalg.norm(np.cross([0, 1, 0], back))
        turn, place = np.stack([right, np.cross(back, right), back]), self.centre + DISTANCE_M * back
        camera = np.eye(4, dtype=np.float32)
        camera[:3] = np.c_[turn, -turn @ place]
        corners = vertices[self.faces]
        flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normal = np.zeros_like(vertices)
        for k in range(3):
            np.add.at(normal, self.faces[:, k], flat)
        normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-12
        light = 0.45 + 0.55 * np.clip(normal @ np.array([0.27, 0.53, 0.8]), 0, 1)
        settings = cv2.TriangleRasterizeSettings()
        settings.setCullingMode(cv2.RASTERIZE_CULLING_NONE)
        settings.setShadingType(cv2.RASTERIZE_SHADING_SHADED)
        image = np.full((SIZE, SIZE, 3), (0.55, 0.6, 0.65), np.float32)
        depth = np.full((SIZE, SIZE), 100, np.float32)
        colour = (self.colour * light[:, None]).astype(np.float32)
        points = vertices.astype(np.float32)
        image, depth = cv2.triangleRasterize(
            points, self.faces, colour, image, depth, camera, FIELD_RAD, 0.05, 100.0, settings
        )
        return (np.clip(image, 0, 1) * 255).astype(np.uint8), depth, turn, place

    def carried(self, points: np.ndarray, depth: np.ndarray, turn: np.ndarray, place: np.ndarray) -> np.ndarray:
        """Places in space ``(points, 3)`` under pixels ``(points, 2)``; NaN where there is only background."""
        pixel = np.clip(np.round(points), 0, SIZE - 1).astype(int)
        far = depth[pixel[:, 1], pixel[:, 0]]
        scale = np.tan(FIELD_RAD / 2) / (SIZE / 2)
        ray = np.stack([(points[:, 0] - SIZE / 2) * scale, (SIZE / 2 - points[:, 1]) * scale, -np.ones(len(points))], 1)
        found = (ray * far[:, None]) @ turn + place
        found[far > DISTANCE_M + 0.3] = np.nan
        return found


def closest(points: np.ndarray, vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Triangle index, shares ``(n, 3)`` and distance of the nearest place on a surface (trimesh's closest point)."""
    import trimesh

    near, far, triangle = trimesh.proximity.closest_point(trimesh.Trimesh(vertices, faces, process=False), points)
    shares = trimesh.triangles.points_to_barycentric(vertices[faces[triangle]], near)
    return triangle, np.clip(shares, 0, 1) / np.clip(shares, 0, 1).sum(1, keepdims=True), far


def find(body: Baked) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Corners ``(128, 3)``, shares ``(128, 3)`` and scatter over the pictures in millimetres ``(128,)``."""
    studio, dense = Studio(body), offsets(body)
    names = [int(name) for name in CANONICAL.points[FACE]]
    lips, eyes = (np.array([name in group for name in names]) for group in (LIPS, EYES))
    index = body.about["actions"].index

    def shown(face: dict[str, float]) -> np.ndarray:
        return body["template"] + sum((amount * dense[index(name)] for name, amount in face.items()), 0.0)

    base, seen = shown(BASE), []
    for face in FACES:
        posed = shown(face)
        for view in VIEWS_DEG:
            picture, depth, turn, place = studio.picture(posed, *view)
            pixels = face_mesh(picture)
            if pixels is None:
                continue
            places = studio.carried(pixels[names], depth, turn, place)
            # On the far side of a turned head a point is hidden, and its pixel shows something else.
            places[np.sign(view[0]) * CANONICAL.rest[FACE, 0] < -0.01] = np.nan
            if face.get("jawOpen", 0) < 0.3:
                places[lips] = np.nan
            known = ~np.isnan(places).any(1)
            triangle, shares, far = closest(places[known], posed, studio.skin)
            carried = np.full(places.shape, np.nan)
            carried[known] = np.einsum("nk,nkx->nx", shares, base[studio.skin[triangle]])
            carried[np.flatnonzero(known)[(far > BEHIND_M) & ~lips[known]]] = np.nan
            seen.append(carried)
    twin = CANONICAL.mirror[FACE] - FACE.start
    stack = np.array(seen)
    stack = np.concatenate([stack, stack[:, twin] * [-1, 1, 1]])
    if lost := [names[k] for k in np.flatnonzero(np.isnan(stack).any(-1).all(0))]:
        raise InputError(f"face points {lost}: not found on any picture of the baked body; is it a head?")
    middle = np.nanmedian(stack, axis=0)
    scatter = np.nanmedian(np.linalg.norm(stack - middle, axis=-1), axis=0) * 1000
    rim = _rim(body)
    middle[eyes] = base[rim][np.linalg.norm(middle[eyes, None] - base[rim], axis=-1).argmin(1)]
    triangle, shares, _ = closest(middle, base, studio.skin)
    corners = studio.skin[triangle]
    # The other side takes exactly the mirrored triangle.
    right = np.arange(len(names)) > twin
    corners[right], shares[right] = body["mirror_vertices"][corners[twin[right]]], shares[twin[right]]
    return corners, shares, scatter


def _rim(body: Baked) -> np.ndarray:
    """Vertices on the edge of the eyelids: shared by skin and eye socket."""
    part = np.array(body.about["parts"])[body["face_part"]]
    return np.intersect1d(body["faces"][part == "eye_sockets"], body["faces"][np.isin(part, ["face", "scalp"])])


def main() -> None:
    """Command line: the file to write, and which baked body to look at."""
    out, *rest = sys.argv[1:]
    corners, shares, scatter = find(Baked.load(rest[0] if rest else None))
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.info("scatter over the pictures: %.1f mm mean, %.1f mm at most", scatter.mean(), scatter.max())
    with atomic_path(out) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow("name,a,b,c,share_a,share_b,share_c".split(","))
        for name, corner, share in zip(CANONICAL.points[FACE], corners.tolist(), shares.round(4).tolist(), strict=True):
            share[0] = round(1 - share[1] - share[2], 4)
            table.writerow([name, *corner, *share])


if __name__ == "__main__":
    main()
